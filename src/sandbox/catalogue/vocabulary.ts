/** A kind of product of the invented brands. */
export type ProductKind = {
  /** The search index, in the spelling that all served marketplaces share. */
  readonly category: string;
  /** The display name of the category. */
  readonly department: string;
  readonly noun: string;
  readonly variants: readonly string[];
  readonly features: readonly string[];
  /** Typical price in whole US dollars, from and to. */
  readonly dollars: readonly [number, number];
  /** Further words that a search finds it by. */
  readonly terms?: readonly string[];
};

export const brands: readonly string[] =
  'Tarvella Nordhof Quillon Brightmoor Zephyrine Kestrova Ombrelux Calvanti Fernhall Pikeday Solvarra Murano&Tide Hexagrove Larkwell Ostbrook Vintarra Juniqo Redfinch Aldervale Corvanne Mistral9 Pellworth Sundrift Yarrowby Trellick Bramblet Iskara Dovetone Havenrook Quartzling'.split(
    ' ',
  );

export const series: readonly string[] =
  'Aero Nova Pulse Terra Lumen Atlas Echo-Free Prime-X Flux Delta Orbit Mira Zen Core Vista Tempo'.split(' ');

export const colours: readonly string[] = [
  'Midnight Black',
  'Ivory White',
  'Forest Green',
  'Ocean Blue',
  'Rose Gold',
  'Graphite Grey',
  'Sunset Orange',
  'Lavender',
];

export const productKinds: readonly ProductKind[] = [
  kind('Electronics', 'Electronics', 'Wireless Earbuds', [20, 160], 'with 40 h Playtime|with Noise Cancelling', [
    'Up to 40 hours of playtime with the charging case',
    'IPX5 water resistance for workouts & rain',
    'Touch controls and one-step pairing',
  ]),
  kind('Electronics', 'Electronics', 'Bluetooth Speaker', [25, 240], '20 W, Waterproof|40 W with Bass Radiator', [
    'Room-filling 360° sound',
    'Pairs with a second speaker for stereo',
    'USB-C quick charge: 10 minutes for 2 hours',
  ]),
  kind('Electronics', 'Electronics', '4K Smart TV', [420, 2600], '43" (108 cm)|55" (139 cm)|65" (164 cm)', [
    '4K panel with wide colour gamut',
    'Three HDMI ports, two USB ports',
    'Screen mirroring from phone & tablet',
  ]),
  kind('Computers', 'Computers & Accessories', 'IPS Monitor', [110, 520], '24" Full HD 100 Hz|27" QHD 144 Hz', [
    'USB-C with 65 W power delivery',
    'Height-adjustable stand, VESA 100 × 100',
    'Flicker-free backlight with low blue light mode',
  ]),
  kind(
    'Computers',
    'Computers & Accessories',
    'Laptop',
    [480, 2400],
    '14" 16 GB RAM 512 GB SSD|15.6" 32 GB RAM 1 TB SSD',
    ['Aluminium body, 1.3 kg', 'Backlit keyboard & fingerprint reader', 'Up to 14 hours of battery life'],
  ),
  kind('Computers', 'Computers & Accessories', 'Mechanical Keyboard', [35, 190], 'Tactile Switches|Linear Switches', [
    'Hot-swappable switches',
    'Double-shot PBT keycaps',
    'Wired and wireless, up to three devices',
  ]),
  kind('HomeAndKitchen', 'Home & Kitchen', 'Air Fryer', [60, 230], '4.2 L|6 L with Window', [
    'Eight presets, 80 °C to 200 °C',
    'Basket & tray are dishwasher-safe',
    'Uses up to 85 % less oil',
  ]),
  kind('HomeAndKitchen', 'Home & Kitchen', 'Electric Kettle', [18, 95], '1.5 L|1.7 L with Temperature Control', [
    'Boils one litre in three minutes',
    'Stainless steel inside, cool-touch outside',
    'Automatic switch-off & boil-dry protection',
  ]),
  kind('HomeAndKitchen', 'Home & Kitchen', 'Salt & Pepper Mill Set', [14, 70], 'Ceramic Grinder|Acacia Wood', [
    'Adjustable ceramic grinder',
    'Set of two with tray',
    'Refill opening without tools',
  ]),
  kind('Beauty', 'Beauty', 'Vitamin C Face Serum', [9, 48], '30 ml|50 ml', [
    '15 % vitamin C with ferulic acid',
    'Dermatologically tested',
    'No parabens, no mineral oil',
  ]),
  kind('Beauty', 'Beauty', 'Hair Dryer', [24, 210], '1800 W Ionic|2100 W with Diffuser', [
    'Ionic care against frizz',
    'Three heats, two speeds, cold shot',
    'Removable filter',
  ]),
  kind('Baby', 'Baby Products', 'Baby Monitor', [45, 220], 'with 5" Display|with Night Vision', [
    'Two-way talk & lullabies',
    'Up to 300 m range',
    'No app, no cloud: works offline',
  ]),
  kind('SportsAndOutdoors', 'Sports, Fitness & Outdoors', 'Yoga Mat', [15, 85], '6 mm|8 mm Extra Thick', [
    'Non-slip on both sides',
    'Natural rubber & cork',
    'Carrying strap included',
  ]),
  kind('SportsAndOutdoors', 'Sports, Fitness & Outdoors', 'Trekking Backpack', [38, 210], '45 L|60 L with Rain Cover', [
    'Ventilated back with adjustable height',
    'Rain cover in its own pocket',
    'Loops for poles & tools',
  ]),
  kind('OfficeProducts', 'Office Products', 'Gel Pen Set', [6, 32], 'Pack of 10|Pack of 24', [
    '0.5 mm tip, quick-dry ink',
    'Soft grip',
    'Refillable',
  ]),
  kind('OfficeProducts', 'Office Products', 'Ergonomic Office Chair', [120, 690], 'with Headrest|with Lumbar Support', [
    'Breathable mesh back',
    '3D armrests & seat depth adjustment',
    'Holds up to 136 kg',
  ]),
  kind('PetSupplies', 'Pet Supplies', 'Automatic Pet Feeder', [40, 180], '4 L|6 L with Camera', [
    'Up to ten meals a day',
    'Backup battery against power cuts',
    'Anti-jam rotor, dishwasher-safe bowl',
  ]),
  kind('PetSupplies', 'Pet Supplies', 'Orthopaedic Dog Bed', [28, 160], 'Medium|Large', [
    'Memory foam for joints & hips',
    'Cover comes off for washing',
    'Non-slip bottom',
  ]),
  kind('MusicalInstruments', 'Musical Instruments', 'Acoustic Guitar', [90, 820], 'Dreadnought|Concert, Spruce Top', [
    'Solid spruce top',
    'Rosewood fingerboard',
    'Comes with padded bag & picks',
  ]),
  kind('MusicalInstruments', 'Musical Instruments', 'Digital Piano', [260, 1900], '61 Keys|88 Weighted Keys', [
    'Hammer action in four weights',
    '128-note polyphony',
    'USB-MIDI & headphone output',
  ]),
  kind('ToolsAndHomeImprovement', 'Home Improvement', 'Cordless Drill', [48, 260], '12 V|18 V with 2 Batteries', [
    'Brushless motor, 50 Nm',
    'Two gears, 20 torque settings',
    'LED work light & belt clip',
  ]),
  kind('ToolsAndHomeImprovement', 'Home Improvement', 'LED Floor Lamp', [30, 190], 'Dimmable|with Remote Control', [
    'Stepless dimming, 2700 K to 6500 K',
    'Memory function',
    'Heavy base, 1.6 m high',
  ]),
  kind('Watches', 'Watches', 'Chronograph Watch', [70, 980], '42 mm|38 mm Sapphire Glass', [
    'Japanese quartz movement',
    'Water resistant to 100 m',
    'Two-year warranty',
  ]),
  kind('Watches', 'Watches', 'Fitness Smartwatch', [35, 330], '1.4" AMOLED|GPS, 14-Day Battery', [
    'Heart rate, SpO2 & sleep tracking',
    '110 sport modes',
    'Bluetooth calls on the wrist',
  ]),
];

function kind(
  category: string,
  department: string,
  noun: string,
  dollars: readonly [number, number],
  variants: string,
  features: readonly string[],
): ProductKind {
  return { category, department, noun, dollars, variants: variants.split('|'), features };
}
