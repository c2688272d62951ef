/** An item as the demo menus list it: name, price in cents, units in stock (null: made to order). */
export type Dish = readonly [name: string, priceMinor: number, stock: number | null];

// biome-ignore format: a menu is read by line
/** What the demo kitchens cook. */
export const menus = {
  italian: [
    ['Bruschetta', 590, null], ['Minestrone', 620, null], ['Lasagne al forno', 1190, null], ['Spaghetti carbonara', 1150, null],
    ['Gnocchi al pesto', 1090, null], ['Risotto ai funghi', 1290, null], ['Tiramisù', 590, 30], ['San Pellegrino 0.5 l', 350, 60],
  ],
  pizza: [
    ['Pizza Margherita', 890, null], ['Pizza Salame', 1050, null], ['Pizza Funghi', 990, null], ['Pizza Quattro Formaggi', 1150, null],
    ['Pizza Diavola', 1120, null], ['Insalata mista', 650, null], ['Panna cotta', 490, 20],
  ],
  sushi: [
    ['Edamame', 450, null], ['Miso soup', 390, null], ['Salmon nigiri, 6 pieces', 1090, null], ['California roll', 890, null],
    ['Avocado maki', 550, null], ['Chirashi bowl', 1590, null], ['Mochi, 3 pieces', 520, 40],
  ],
  burgers: [
    ['Cheeseburger', 990, null], ['Bacon burger', 1150, null], ['Halloumi burger', 1050, null], ['French fries', 390, null],
    ['Sweet potato fries', 480, null], ['Coleslaw', 320, 25], ['Milkshake vanilla', 490, null],
  ],
  turkish: [
    ['Döner in bread', 690, null], ['Dürüm', 750, null], ['Lahmacun', 590, null], ['Falafel plate', 890, null],
    ['Adana kebab', 1290, null], ['Lentil soup', 490, null], ['Baklava, 4 pieces', 450, 48], ['Ayran', 200, 80],
  ],
  vietnamese: [
    ['Summer rolls', 520, null], ['Phở bò', 1190, null], ['Bún bò Nam Bộ', 1150, null], ['Bánh mì tofu', 750, null],
    ['Green curry with rice', 1090, null], ['Mango lassi', 420, null],
  ],
  indian: [
    ['Vegetable samosas', 490, null], ['Chicken tikka masala', 1290, null], ['Palak paneer', 1150, null], ['Dal makhani', 990, null],
    ['Garlic naan', 320, null], ['Lamb biryani', 1450, null], ['Gulab jamun', 390, 24],
  ],
  german: [
    ['Potato soup with sausage', 690, null], ['Wiener schnitzel', 1790, null], ['Königsberger Klopse', 1390, null],
    ['Cheese spaetzle', 1190, null], ['Currywurst with fries', 890, null], ['Rote Grütze', 520, 18],
  ],
  bakery: [
    ['Butter croissant', 190, 60], ['Pretzel', 120, 80], ['Sourdough loaf, 1 kg', 520, 20], ['Cinnamon roll', 280, 36],
    ['Cheese sandwich', 450, 15], ['Poppy seed cake', 340, 24], ['Filter coffee', 250, null], ['Cappuccino', 350, null],
  ],
  breakfast: [
    ['Porridge with berries', 690, null], ['Avocado toast', 890, null], ['Shakshuka', 1050, null], ['Pancakes', 920, null],
    ['Granola bowl', 780, null], ['Fresh orange juice', 450, null], ['Flat white', 390, null],
  ],
  bowls: [
    ['Salmon poke bowl', 1390, null], ['Tofu poke bowl', 1190, null], ['Caesar salad', 1090, null], ['Falafel bowl', 1050, null],
    ['Green smoothie', 550, null], ['Ginger shot', 290, 50],
  ],
  groceries: [
    ['Organic milk 1 l', 149, 120], ['Free-range eggs, 10', 349, 60], ['Bananas, 1 kg', 199, 90], ['Rye bread', 289, 40],
    ['Gouda, 400 g', 399, 50], ['Apples, 1 kg', 279, 80], ['Oat drink 1 l', 199, 100], ['Dark chocolate', 179, 150],
  ],
} as const satisfies Record<string, readonly Dish[]>;
