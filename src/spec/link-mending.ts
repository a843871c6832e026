/** One way to read an address. */
export interface Mending {
  /** The fragment, from the name of the view on. */
  text: string;
  /** Whether something was taken off from between: blanks, line ends, invisible letters. */
  mended: boolean;
}

/**
 * Letters that show nothing: soft hyphen, zero-width spaces and joiners, marks of direction and
 * order.
 */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/**
 * Ways to read what programs make of an address, plainest first. A link is of ASCII letters, digits
 * and -_.!~*'()%&=?, alone: what else stands in it was put in, and what encodes its own separators
 * was encoded once more.
 */
export function mendings(address: string): Mending[] {
  const plain = address.trim();
  const joined = plain
    .replace(INVISIBLE, '')
    .split(/[\r\n]+/)
    .map((line) => line.trim().replace(/^[\s>]+/, ''))
    .join('');
  const texts = [...new Set([joined, plain, joined.replace(/\s+/g, '')])];
  return texts.map((text) => ({ text: unwrapped(text), mended: text !== plain }));
}

/**
 * The fragment of an address, without what carried it: entities of HTML, escapes of mail and JSON,
 * a second encoding.
 */
function unwrapped(address: string): string {
  let text = address
    .replace(/&(?:amp;)+/gi, '&')
    .replace(/&#(x[\da-f]{1,5}|\d{1,6});/gi, (_, code) =>
      String.fromCodePoint(Number(code.replace(/^x/i, '0x'))),
    )
    .replace(/\\u00(26|3d|3f)/gi, (_, code) => String.fromCharCode(Number(`0x${code}`)));
  if (/\?v=3D\d/i.test(text))
    text = text
      .replace(/=\r?\n/g, '')
      .replace(/=([\dA-F]{2})/gi, (_, code) => String.fromCharCode(Number(`0x${code}`)));
  for (let time = 0; time < 4 && encodedAgain(text); time++) text = decodedWhere(text);
  return text.slice(text.indexOf('#') + 1);
}

/**
 * Whether the separators themselves are encoded: the `#` of an address, the `?` after the view,
 * those of the version.
 */
function encodedAgain(text: string): boolean {
  if (!text.includes('#') && /%(25)*23[a-z]+(\?|%)/i.test(text)) return true;
  return /^[a-z]+(\?v(=\d+)?%(25)*(3D|26)|%(25)*3Fv)/i.test(text.slice(text.indexOf('#') + 1));
}

/** Decodes once what is in percent-encoding, and leaves the rest. */
function decodedWhere(text: string): string {
  return text.replace(/(%[\da-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** Whether others append a parameter of that name to an address, to follow who opens it. */
export function isTracking(name: string): boolean {
  return /^(utm_\w+|\w*clid|_\w+|mc_\w+|igshid|si|ref)$/.test(name);
}
