/**
 * The brand in the line below a title, without its decoration: "Visit the X Store", "Marque : X", "Visite a loja da X".
 * English, Spanish, German and Portuguese forms were seen on saved pages, the others follow the stores' interface.
 */
export function parseByline(text: string): string | undefined {
  const plain = text.replace(/\s*\((?:em|en|auf|in|på|w)\s[^)]{2,20}\)$/i, '').trim();
  for (const pattern of decorations) {
    const brand = pattern.exec(plain)?.[1]?.trim();
    if (brand !== undefined && brand !== '') return brand;
  }
  return plain === '' ? undefined : plain;
}

const decorations: readonly RegExp[] = [
  // Brand: X
  /^(?:brand|marca|marke|marque|merk|märke|varumärke|marka|ブランド|品牌|브랜드|ब्रांड|(?:ال)?علامة التجارية|العلامة التجارية|الماركة)\s*[:：]\s*(.+)$/iu,
  // Visit the X Store
  /^visit the (.+?) stores?$/i,
  /^(?:visita|visitar|visite) (?:la )?tienda (?:oficial )?de (.+)$/i,
  /^(?:visita|visitar|visite) (?:la )?tienda (.+)$/i,
  /^besuche(?:n sie)? den (.+?)[- ](?:marken-?)?(?:store|shop)$/i,
  /^(?:visite|visitar) a loja (?:d[aeo]s? )?(.+)$/i,
  /^visite[rz]? la boutique (?:de )?(.+)$/i,
  /^visita lo (?:store|negozio) di (.+)$/i,
  /^visita il negozio (?:di )?(.+)$/i,
  /^(?:bezoek de (.+?)[- ](?:store|winkel))$/i,
  /^de (.+?)[- ](?:store|winkel) bezoeken$/i,
  /^besök (.+?)[- ](?:butiken|store)$/i,
  /^besök butiken (.+)$/i,
  /^odwiedź sklep (?:marki )?(.+)$/i,
  /^(.+?) (?:store[’']?u(?:nu)?|mağazasını|mağazasına) (?:ziyaret edin|gidin|göz atın)$/i,
  /^(.+?)のストアを(?:表示|見る|訪問)(?:する)?$/u,
  /^(?:造訪|瀏覽|访问|浏览|前往)\s*(.+?)\s*(?:的)?(?:商店|品牌旗舰店|品牌店|店鋪)$/u,
  /^(.+?)\s*스토어 방문(?:하기)?$/u,
  /^(.+?) स्टोर (?:पर जाएं|पर जाएँ|देखें)$/u,
  /^(?:قم بزيارة|زيارة|زر|تفضل بزيارة) (?:متجر|ستور) (.+)$/u,
];
