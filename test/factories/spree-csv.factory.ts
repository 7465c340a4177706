export const SPREE_HEADER =
  'slug,sku,name,price,compare_at_price,currency,status,description,tags,product_type,category1,option1_name,' +
  'option1_value,image1_src,weight,weight_unit,inventory_count,custom_field.custom.noise_level';

/** The shape of Spree's product file with all its peculiarities, in products of our own. */
export const SPREE_CSV = [
  SPREE_HEADER,
  // What the variants share: price 0, no option values, a SKU that nobody sells.
  'lamp,LAMP,Desk Lamp,0,0,USD,active,"Bright, <b>warm</b> and ""dimmable""","light, desk",Lighting,Home -> Lamps,,,https://cdn.example.com/lamp.webp,,lb,,40 dB',
  'lamp,LAMP-RED,,19.99,24.99,USD,,,,,,Color,Red,https://cdn.example.com/red.webp,2.2,lb,12,',
  'lamp,LAMP-BLUE,,21.50,0,USD,,,,,,Color,Blue,,1,kg,7,',
  // The master SKU of one product may be that of another.
  'lamp-pro,LAMP,Desk Lamp Pro,0,0,USD,draft,Better,,,Home -> Lamps,,,,,,,',
  'lamp-pro,LAMP-PRO-RED,,39.99,0,USD,,,,,,Color,Red,,,,3,',
  // No variants follow: the first row is the one.
  'bulb,BULB,Bulb,3.00,,USD,active,,,,Home -> Bulbs,,,,,,100,',
  // The same SKUs once more, in another currency.
  'lamp,LAMP-RED,,18.99,,EUR,,,,,,,,,,,,',
  'lamp,LAMP-BLUE,,20.50,,EUR,,,,,,,,,,,,',
].join('\n');
