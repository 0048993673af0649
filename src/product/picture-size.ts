/** The name of a picture at Amazon is its id, at most one modifier such as `._SL160_`, and its type. */
const amazonPicture = /^(.*\/images\/[A-Z]\/(?:\d+\/)?[^/.?#]+)(?:\.[^/?#]*)?\.(jpe?g|png|gif|webp|svg)$/i;

/**
 * The same picture, scaled to fit a square of this many pixels; `undefined` unless the address is one of Amazon's
 * pictures, whose server scales by a modifier in the name. The associates APIs return the same addresses for their sizes
 * `Small` (75 pixels) and `Medium` (160 pixels).
 */
export function scaledPicture(url: string, pixels: number): string | undefined {
  const [, name, type] = amazonPicture.exec(url) ?? [];
  return name === undefined ? undefined : `${name}._SL${pixels}_.${type}`;
}
