import type { OpeningSpan } from '../domain/opening.ts';
import { type Dish, menus } from './menus.ts';

/** A business as the demo data describe it. */
export interface Seller {
  readonly id: string;
  readonly name: string;
  readonly type: 'RESTAURANT' | 'CAFE' | 'BAKERY' | 'GROCERY';
  readonly latitude: number;
  readonly longitude: number;
  readonly taxBasisPoints: number;
  readonly deliveryFeeMinor: bigint;
  readonly hours: readonly OpeningSpan[] | 'always';
  readonly items: readonly { readonly id: string; readonly dish: Dish; readonly description?: string }[];
}

const daily = (opensAt: number, closesAt: number): OpeningSpan[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensAt, closesAt }));

const tableOf = (id: string, dishes: readonly Dish[]) => dishes.map((dish, n) => ({ id: `${id}_${n + 1}`, dish }));

/** The three that everybody's examples use. */
const known: readonly Seller[] = [
  {
    id: 'biz_demo_bistro',
    name: 'Demo Bistro',
    type: 'RESTAURANT',
    latitude: 52.52,
    longitude: 13.405,
    taxBasisPoints: 0,
    deliveryFeeMinor: 0n,
    hours: 'always',
    items: [
      { id: 'itm_demo_soup', dish: ['Tomato soup', 650, null], description: 'With basil and sourdough bread.' },
      { id: 'itm_demo_burger', dish: ['Bistro burger', 1290, 10], description: 'Ten a day, no more.' },
      { id: 'itm_demo_cake', dish: ['Cheesecake', 540, 25], description: 'Baked this morning.' },
      { id: 'itm_demo_salad', dish: ['Caesar salad', 980, null], description: 'With or without anchovies.' },
      { id: 'itm_demo_lemonade', dish: ['Homemade lemonade', 390, 40], description: 'Rhubarb and mint.' },
    ],
  },
  {
    id: 'biz_demo_pizza',
    name: 'Demo Pizza',
    type: 'RESTAURANT',
    latitude: 52.523,
    longitude: 13.411,
    taxBasisPoints: 700,
    deliveryFeeMinor: 190n,
    hours: 'always',
    items: tableOf('itm_demo_pizza', menus.pizza),
  },
  {
    id: 'biz_demo_sushi',
    name: 'Demo Sushi',
    type: 'RESTAURANT',
    latitude: 52.515,
    longitude: 13.39,
    taxBasisPoints: 700,
    deliveryFeeMinor: 250n,
    hours: 'always',
    items: tableOf('itm_demo_sushi', menus.sushi),
  },
];

type Row = readonly [
  name: string,
  type: Seller['type'],
  menu: keyof typeof menus,
  latitude: number,
  longitude: number,
  feeMinor: bigint,
  hours: Seller['hours'],
];

// biome-ignore format: a table is read by column
const around: readonly Row[] = [
  ['Trattoria Rosa',         'RESTAURANT', 'italian',    52.5252, 13.4021, 190n, 'always'],
  ['Osteria Lampe',          'RESTAURANT', 'italian',    52.5301, 13.4135, 220n, 'always'],
  ['Forno Nordbahnhof',      'RESTAURANT', 'pizza',      52.5327, 13.3882, 150n, 'always'],
  ['Pizzeria Spreeufer',     'RESTAURANT', 'pizza',      52.5126, 13.4187, 190n, 'always'],
  ['Kiez Burger',            'RESTAURANT', 'burgers',    52.5281, 13.4243, 250n, 'always'],
  ['Burger Werkstatt',       'RESTAURANT', 'burgers',    52.5093, 13.3957, 190n, 'always'],
  ['Anatolien Grill',        'RESTAURANT', 'turkish',    52.5062, 13.4201, 120n, 'always'],
  ['Mehmets Imbiss',         'RESTAURANT', 'turkish',    52.5374, 13.4096, 100n, 'always'],
  ['Hanoi Küche',            'RESTAURANT', 'vietnamese', 52.5238, 13.3871, 190n, 'always'],
  ['Saigon Street',          'RESTAURANT', 'vietnamese', 52.5149, 13.4331, 210n, 'always'],
  ['Tandoor Haus',           'RESTAURANT', 'indian',     52.5343, 13.4284, 240n, 'always'],
  ['Masala Mitte',           'RESTAURANT', 'indian',     52.5207, 13.3806, 200n, 'always'],
  ['Zur alten Linde',        'RESTAURANT', 'german',     52.5178, 13.4089, 290n, 'always'],
  ['Gasthaus Weidendamm',    'RESTAURANT', 'german',     52.5223, 13.3894, 250n, daily(690, 1_380)],
  ['Bäckerei Sonnenkorn',    'BAKERY',     'bakery',     52.5266, 13.4077, 100n, 'always'],
  ['Backstube Prenzlberg',   'BAKERY',     'bakery',     52.5385, 13.4172, 150n, daily(360, 1_080)],
  ['Café Morgenrot',         'CAFE',       'breakfast',  52.5311, 13.4012, 190n, 'always'],
  ['Café am Wasserturm',     'CAFE',       'breakfast',  52.5332, 13.4190, 190n, daily(480, 1_080)],
  ['Grüne Schale',           'RESTAURANT', 'bowls',      52.5101, 13.3889, 180n, 'always'],
  ['Poke Piraten',           'RESTAURANT', 'bowls',      52.5215, 13.4145, 220n, 'always'],
  ['Spätkauf Rosenthal',     'GROCERY',    'groceries',  52.5296, 13.4016, 290n, daily(960, 1_620)],
  ['Markthalle Sechs',       'GROCERY',    'groceries',  52.5044, 13.4103, 390n, 'always'],
];

/** Every demo business: twenty and more that never close, so that the feed is full at any hour, and a few that do. */
export const sellers: readonly Seller[] = [
  ...known,
  ...around.map(([name, type, menu, latitude, longitude, deliveryFeeMinor, hours], n): Seller => {
    const number = String(n + 1).padStart(2, '0');
    return {
      id: `biz_demo_${number}`,
      name,
      type,
      latitude,
      longitude,
      taxBasisPoints: 700,
      deliveryFeeMinor,
      hours,
      items: tableOf(`itm_demo_${number}`, menus[menu]),
    };
  }),
];
