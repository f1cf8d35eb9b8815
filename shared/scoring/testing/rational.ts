/** Exact fractions over BigInt: the arithmetic of the oracle, sharing nothing with the calculator's decimals. */
export class Rational {
  readonly n: bigint;
  readonly d: bigint;

  constructor(n: bigint, d: bigint = 1n) {
    const sign = d < 0n ? -1n : 1n;
    const g = gcd(n < 0n ? -n : n, d * sign) || 1n;
    this.n = (n * sign) / g;
    this.d = (d * sign) / g;
  }

  static of(text: string | number): Rational {
    const [whole = '0', fraction = ''] = String(text).split('.');
    return new Rational(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
  }

  plus(o: Rational): Rational {
    return new Rational(this.n * o.d + o.n * this.d, this.d * o.d);
  }
  minus(o: Rational): Rational {
    return new Rational(this.n * o.d - o.n * this.d, this.d * o.d);
  }
  times(o: Rational): Rational {
    return new Rational(this.n * o.n, this.d * o.d);
  }
  over(o: Rational): Rational {
    return new Rational(this.n * o.d, this.d * o.n);
  }
  compare(o: Rational): number {
    const difference = this.n * o.d - o.n * this.d;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** Rounded half away from zero to a number of places. */
  rounded(places: number): Rational {
    const scale = 10n ** BigInt(places);
    const scaled = (this.n < 0n ? -this.n : this.n) * scale * 2n + this.d;
    const digits = scaled / (this.d * 2n);
    return new Rational(this.n < 0n ? -digits : digits, scale);
  }

  /** Plain notation with exactly so many places. */
  toFixed(places: number): string {
    const rounded = this.rounded(places);
    const scaled = (rounded.n * 10n ** BigInt(places)) / rounded.d;
    const text = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
    return `${scaled < 0n ? '-' : ''}${text.slice(0, -places)}.${text.slice(-places)}`;
  }
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}
