/** A card that two customers share is saved for each; by the card alone the second one's was taken for a repeat. */
export const up = async (db) => {
  const cards = db.collection('saved_cards');
  await cards.createIndex({ provider: 1, cardId: 1, userId: 1 }, { name: 'card_of_user', unique: true });
  await cards.dropIndex('card');
};

export const down = async (db) => {
  const cards = db.collection('saved_cards');
  await cards.createIndex({ provider: 1, cardId: 1 }, { name: 'card', unique: true });
  await cards.dropIndex('card_of_user');
};
