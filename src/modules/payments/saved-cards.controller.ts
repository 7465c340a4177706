import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AuthenticatedUser, Authenticated, Caller } from '../../common/auth/access.js';
import { ParseIdPipe } from '../../common/http/parse-id.pipe.js';
import { SavedCardsResponse } from './dto/saved-card.response.js';
import { toSavedCardResponse } from './payment.mapper.js';
import { SavedCardsService } from './saved-cards.service.js';

/** The cards that a customer has let the provider remember. */
@ApiTags('payments')
@ApiBearerAuth()
@Controller('payments/saved-cards')
export class SavedCardsController {
  constructor(private readonly cards: SavedCardsService) {}

  @Get()
  @Authenticated()
  @ApiOperation({ summary: 'List my saved cards, the latest first' })
  @ApiOkResponse({ type: SavedCardsResponse })
  async list(@Caller() caller: AuthenticatedUser): Promise<SavedCardsResponse> {
    return { items: (await this.cards.list(caller.id)).map(toSavedCardResponse) };
  }

  @Delete(':cardId')
  @HttpCode(204)
  @Authenticated()
  @ApiOperation({ summary: 'Forget a saved card' })
  @ApiNoContentResponse()
  async remove(
    @Param('cardId', ParseIdPipe) cardId: string,
    @Caller() caller: AuthenticatedUser,
  ): Promise<void> {
    await this.cards.remove(cardId, caller.id);
  }
}
