/** Outlines of things on a canvas of 500 × 500, each with the words in a product's noun that choose it. */
const silhouettes: readonly (readonly [RegExp, string])[] = [
  [/\bpan\b/i, '<circle cx="210" cy="260" r="95"/><rect x="290" y="245" width="130" height="30" rx="15"/>'],
  [
    /smartphone|power bank/i,
    '<rect x="185" y="120" width="130" height="250" rx="22"/><circle cx="250" cy="348" r="9" fill="#fff"/>',
  ],
  [
    /laptop(?! backpack)/i,
    '<rect x="145" y="150" width="210" height="145" rx="10"/><path d="M110 310h280l-18 28H128z"/>',
  ],
  [
    /monitor|tv\b/i,
    '<rect x="105" y="140" width="290" height="175" rx="10"/><path d="M225 315h50v30h45v18H180v-18h45z"/>',
  ],
  [
    /keyboard|piano/i,
    '<path fill-rule="evenodd" d="M95 205h310v110H95zM115 225h30v30h-30zM160 225h30v30h-30zM205 225h30v30h-30zM250 225h30v30h-30zM295 225h30v30h-30zM340 225h45v30h-45zM165 272h170v24H165z"/>',
  ],
  [
    /headphones/i,
    '<path d="M140 275a110 110 0 0 1 220 0h-26a84 84 0 0 0-168 0z"/><rect x="125" y="260" width="55" height="95" rx="24"/><rect x="320" y="260" width="55" height="95" rx="24"/>',
  ],
  [
    /earbuds|earphones/i,
    '<circle cx="195" cy="205" r="48"/><rect x="180" y="225" width="30" height="120" rx="15"/><circle cx="305" cy="205" r="48"/><rect x="290" y="225" width="30" height="120" rx="15"/>',
  ],
  [
    /cable|charger/i,
    '<path d="M235 130h30v70h-30z"/><rect x="200" y="190" width="100" height="110" rx="20"/><path d="M242 300h16v70h-16z"/>',
  ],
  [
    /camera/i,
    '<path fill-rule="evenodd" d="M120 180h75l25-35h60l25 35h75v155H120zM250 200a58 58 0 1 0 1 0z"/><circle cx="250" cy="258" r="38"/>',
  ],
  [
    /watch/i,
    '<path d="M212 115h76l10 60H202zM202 330h96l-10 60h-76z"/><path fill-rule="evenodd" d="M250 165a88 88 0 1 0 1 0zM243 200h14v47l32 20-8 12-38-24z"/>',
  ],
  [
    /shoes/i,
    '<path d="M115 330v-85c30 15 55 10 75-25l85 60c25 15 110 10 110 50z"/><rect x="115" y="340" width="270" height="22" rx="8"/>',
  ],
  [/t-shirt|dress/i, '<path d="M195 135c20 30 90 30 110 0l75 45-30 60-35-18v145H185V222l-35 18-30-60z"/>'],
  [
    /bag|backpack/i,
    '<path fill-rule="evenodd" d="M200 190v-20a50 50 0 0 1 100 0v20h45l18 175H137l18-175zM222 190h56v-20a28 28 0 0 0-56 0z"/>',
  ],
  [
    /perfum|parfum|shampoo|bottle|protein/i,
    '<rect x="220" y="115" width="60" height="45" rx="6"/><path d="M205 168h90c25 20 35 45 35 75v107c0 12-8 20-20 20H190c-12 0-20-8-20-20V243c0-30 10-55 35-75z"/>',
  ],
  [/chair/i, '<path d="M180 120h26v130h108v26h12v100h-26V290h-94v86h-26z"/>'],
  [
    /kettle|coffee|grinder|fryer|cooker|oven|blender/i,
    '<path d="M165 185h150v150c0 20-12 32-32 32h-86c-20 0-32-12-32-32z"/><path d="M325 205h20c70 0 70 100 0 100h-20v-24h18c38 0 38-52 0-52h-18z"/><rect x="185" y="150" width="110" height="24" rx="10"/>',
  ],
  [
    /gift/i,
    '<path d="M130 215h240v40H130zM145 265h96v105h-96zM259 265h96v105h-96zM250 210c-90-90-130-10 0 0 130-10 90-90 0 0z"/>',
  ],
  [/guitar/i, '<path d="M240 105h20v120c45 0 60 40 40 70 40 30 10 90-50 90s-90-60-50-90c-20-30-5-70 40-70z"/>'],
  [/lamp/i, '<path d="M200 120h100l35 90H165zM243 210h14v140h50v20H193v-20h50z"/>'],
  [
    /car\b|train/i,
    '<path fill-rule="evenodd" d="M110 300v-55l55-15 40-55h100l45 55 45 15v55z"/><circle cx="180" cy="305" r="34"/><circle cx="325" cy="305" r="34"/>',
  ],
  [/pen\b/i, '<path d="M330 120l50 50-170 170-80 30 30-80z"/>'],
];

const book =
  '<path d="M150 130h185c9 0 15 6 15 15v225H165c-9 0-15-6-15-15z"/><path d="M190 180h120v12H190zM190 210h90v12h-90z" fill="#fff"/>';
const box =
  '<path d="M250 130l125 55v135l-125 60-125-60V185z"/><path d="M125 185l125 55 125-55M250 240v140" fill="none" stroke="#fff" stroke-width="8"/>';

/** The outline that suits a product, as SVG without a colour of its own. */
export function silhouetteOf({ noun, category }: { readonly noun: string; readonly category: string }): string {
  if (category === 'Books') return book;
  return silhouettes.find(([words]) => words.test(noun))?.[1] ?? box;
}
