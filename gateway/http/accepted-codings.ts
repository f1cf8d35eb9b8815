/** What a client takes of the ways in which a body can be sent. */
export interface AcceptedCodings {
  /** Packed is no less welcome than plain. */
  readonly gzip: boolean;
  /** Plain can be sent, if only for want of something better. */
  readonly identity: boolean;
}

const PLAIN: AcceptedCodings = { gzip: false, identity: true };

/**
 * The header `Accept-Encoding` (RFC 9110, 12.5.3). Who does not send it is sent plain text, as simple clients expect; who
 * names a coding would rather have that than plain text he does not name. Null where neither is taken.
 */
export function acceptedCodings(header: string | undefined): AcceptedCodings | null {
  if (header === undefined) return PLAIN;
  const weights = new Map(header.toLowerCase().split(',').flatMap(readPart));
  const others = weights.get('*');
  const packed = weights.get('gzip') ?? weights.get('x-gzip') ?? others ?? 0;
  const plain = weights.get('identity') ?? others;
  const codings = { gzip: packed > 0 && packed >= (plain ?? 0), identity: plain !== 0 };
  return codings.gzip || codings.identity ? codings : null;
}

/** Name and weight; nothing where a part is not written as it has to be. */
function readPart(part: string): [string, number][] {
  const [name = '', weight, ...rest] = part.split(';').map((text) => text.trim());
  if (name === '' || rest.length > 0) return [];
  if (weight === undefined) return [[name, 1]];
  const value = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.exec(weight)?.[1];
  return value === undefined ? [] : [[name, Number(value)]];
}
