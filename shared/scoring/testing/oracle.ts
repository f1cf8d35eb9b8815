import { Rational } from './rational.ts';

/** What an indicator of the random sets consists of: plain texts, as the model file and the input store have them. */
export interface OracleIndicator {
  readonly weight: string;
  readonly rule: OracleRule;
}

export interface OracleRule {
  readonly method: string;
  readonly parameters: OracleParameters;
}

interface OracleParameters extends Readonly<Record<string, unknown>> {
  readonly direction?: string;
  readonly bands?: readonly { readonly atLeast: string; readonly score: string }[];
  readonly items?: readonly { readonly measure: string; readonly atLeast: string; readonly share: string }[];
  readonly parts?: readonly (OracleRule & { readonly share: string })[];
  readonly standards?: readonly (OracleParameters & { readonly peerGroup: string })[];
}

/** Values of now and of the year before, and marks; all complete. */
export interface OracleFacts {
  readonly now: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, string>;
  readonly marks: ReadonlyMap<string, readonly string[]>;
  readonly peers: ReadonlyMap<string, readonly string[]>;
  /** The only group the subject belongs to. */
  readonly peerGroup: string;
}

const ZERO = new Rational(0n);
const ONE = new Rational(1n);
const HUNDRED = new Rational(100n);

/** Score of a rule on complete data, from the words of the model alone; null where it has no meaning. */
export function oracleScore({ method, parameters: p }: OracleRule, facts: OracleFacts): Rational | null {
  if (p.parts !== undefined) return oracleMean(p.parts.map((part) => [part.share, oracleScore(part, facts)]));
  const own = p.standards?.find(({ peerGroup }) => peerGroup === facts.peerGroup);
  if (p.standards !== undefined) {
    const { standards: _all, ...general } = p;
    return oracleScore({ method, parameters: { ...general, ...own } }, facts);
  }
  const of = (name: string): Rational => Rational.of(String(p[name]));
  const now = (): Rational => read(facts.now, String(p['measure']));
  const before = (): Rational => read(facts.before, String(p['measure']));
  switch (method) {
    case 'linear-to-target':
    case 'survey':
      return line(now(), of('floor'), of('target'));
    case 'plan-completion':
      return line(now(), of('floor'), of('full'));
    case 'bands': {
      const band = p.bands?.find(({ atLeast }) => now().compare(Rational.of(atLeast)) >= 0);
      return band === undefined ? ZERO : Rational.of(band.score);
    }
    case 'growth':
      if (before().compare(ZERO) <= 0) return null;
      return line(now().minus(before()).over(before()).rounded(8), of('zeroAt'), of('fullAt'));
    case 'attainment-and-effort': {
      const change = p.direction === 'lower' ? before().minus(now()) : now().minus(before());
      const share = least(change.over(of('effortFullChange')), ONE);
      return most(line(now(), of('floor'), of('target')), of('effortCap').times(share));
    }
    case 'checklist':
      return checklist(p, facts);
    case 'rank': {
      const peers = facts.peers.get(String(p['measure'])) ?? [];
      const notBetter = peers.filter((peer) => Rational.of(peer).compare(now()) <= 0).length;
      return new Rational(BigInt(notBetter)).over(new Rational(BigInt(peers.length))).times(HUNDRED);
    }
    case 'rubric': {
      const marks = facts.marks.get(String(p['assessmentItem'])) ?? [];
      return sum(marks).over(new Rational(BigInt(marks.length)));
    }
    default:
      throw new Error(method);
  }
}

function checklist({ items = [], anyOf }: OracleParameters, { now }: OracleFacts): Rational {
  const met = items.filter(({ measure, atLeast }) => read(now, measure).compare(truth(atLeast)) >= 0);
  const shares = sum(met.map(({ share }) => share));
  return anyOf !== undefined && met.length > 0 ? most(shares, new Rational(80n)) : shares;
}

function read(values: ReadonlyMap<string, string>, measure: string): Rational {
  return truth(values.get(measure) ?? '');
}

function truth(text: string): Rational {
  if (text === 'true') return ONE;
  return text === 'false' ? ZERO : Rational.of(text);
}

function sum(texts: readonly string[]): Rational {
  return texts.reduce((total, text) => total.plus(Rational.of(text)), ZERO);
}

/** Weighted mean; null where a part has no meaning. */
export function oracleMean(parts: readonly (readonly [string, Rational | null])[]): Rational | null {
  let points = ZERO;
  let total = ZERO;
  for (const [weight, score] of parts) {
    if (score === null) return null;
    points = points.plus(Rational.of(weight).times(score));
    total = total.plus(Rational.of(weight));
  }
  return points.over(total);
}

function line(x: Rational, floor: Rational, target: Rational): Rational {
  return most(ZERO, least(HUNDRED, x.minus(floor).over(target.minus(floor)).times(HUNDRED)));
}

function least(a: Rational, b: Rational): Rational {
  return a.compare(b) <= 0 ? a : b;
}

function most(a: Rational, b: Rational): Rational {
  return a.compare(b) >= 0 ? a : b;
}
