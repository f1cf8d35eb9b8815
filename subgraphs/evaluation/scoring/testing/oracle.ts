import { Rational } from './rational.ts';

/** What an indicator of the random sets consists of: plain texts, as the model file and the input store have them. */
export interface OracleIndicator {
  readonly weight: string;
  readonly rule: OracleRule;
}

export interface OracleRule {
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Values of now and of the year before, and marks; all complete. */
export interface OracleFacts {
  readonly now: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, string>;
  readonly marks: ReadonlyMap<string, readonly string[]>;
}

const ZERO = new Rational(0n);
const HUNDRED = new Rational(100n);

/** Score of a rule on complete data, from the words of the model alone; null where it has no meaning. */
export function oracleScore(rule: OracleRule, facts: OracleFacts): Rational | null {
  const p = rule.parameters as Record<string, never>;
  const of = (name: string): Rational => Rational.of(p[name] ?? '');
  const value = (map: ReadonlyMap<string, string>, measure: string): Rational => {
    const text = map.get(measure) ?? '';
    return text === 'true' ? new Rational(1n) : text === 'false' ? ZERO : Rational.of(text);
  };
  if (Array.isArray(p['parts'])) return oracleMean((p['parts'] as OraclePart[]).map((part) => [part.share, oracleScore(part, facts)]));
  switch (rule.method) {
    case 'linear-to-target':
      return line(value(facts.now, p['measure'] ?? ''), of('floor'), of('target'));
    case 'plan-completion':
      return line(value(facts.now, p['measure'] ?? ''), of('floor'), of('full'));
    case 'survey':
      return line(value(facts.now, p['measure'] ?? ''), of('floor'), of('target'));
    case 'bands': {
      const x = value(facts.now, p['measure'] ?? '');
      const band = (p['bands'] as { atLeast: string; score: string }[]).find((b) => x.compare(Rational.of(b.atLeast)) >= 0);
      return band ? Rational.of(band.score) : ZERO;
    }
    case 'growth': {
      const b = value(facts.before, p['measure'] ?? '');
      if (b.compare(ZERO) <= 0) return null;
      return line(value(facts.now, p['measure'] ?? '').minus(b).over(b).rounded(8), of('zeroAt'), of('fullAt'));
    }
    case 'attainment-and-effort': {
      const x = value(facts.now, p['measure'] ?? '');
      const b = value(facts.before, p['measure'] ?? '');
      const change = p['direction'] === 'lower' ? b.minus(x) : x.minus(b);
      const share = least(change.over(of('effortFullChange')), new Rational(1n));
      return most(line(x, of('floor'), of('target')), of('effortCap').times(share));
    }
    case 'checklist': {
      const items = p['items'] as { measure: string; atLeast: string; share: string }[];
      const met = items.filter((i) => value(facts.now, i.measure).compare(i.atLeast === 'true' ? new Rational(1n) : Rational.of(i.atLeast)) >= 0);
      const sum = met.reduce((total, i) => total.plus(Rational.of(i.share)), ZERO);
      return p['anyOf'] !== undefined && met.length > 0 ? most(sum, new Rational(80n)) : sum;
    }
    case 'rubric': {
      const marks = facts.marks.get(p['assessmentItem'] ?? '') ?? [];
      return marks.reduce((sum, mark) => sum.plus(Rational.of(mark)), ZERO).over(new Rational(BigInt(marks.length)));
    }
    default:
      throw new Error(rule.method);
  }
}

interface OraclePart extends OracleRule {
  readonly share: string;
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
