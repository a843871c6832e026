import { type Node, nodesOf } from '../../src/formula/graph';

/** Complex numbers, for derivatives by a step along the imaginary axis (Squire and Trapp 1998). */
interface Complex {
  re: number;
  im: number;
}

const times = (a: Complex, b: Complex): Complex => ({
  re: a.re * b.re - a.im * b.im,
  im: a.re * b.im + a.im * b.re,
});
const over = (a: Complex, b: Complex): Complex => {
  // A pole has a value, as a comparison sees it, and no slope.
  if (b.re === 0 && b.im === 0) return { re: a.re / b.re, im: Number.NaN };
  const size = b.re * b.re + b.im * b.im;
  return { re: (a.re * b.re + a.im * b.im) / size, im: (a.im * b.re - a.re * b.im) / size };
};
const exp = ({ re, im }: Complex): Complex => ({
  re: Math.exp(re) * Math.cos(im),
  im: Math.exp(re) * Math.sin(im),
});
const log = ({ re, im }: Complex): Complex => ({
  re: Math.log(Math.hypot(re, im)),
  im: Math.atan2(im, re),
});
const sin = ({ re, im }: Complex): Complex => ({
  re: Math.sin(re) * Math.cosh(im),
  im: Math.cos(re) * Math.sinh(im),
});
const cos = ({ re, im }: Complex): Complex => ({
  re: Math.cos(re) * Math.cosh(im),
  im: -Math.sin(re) * Math.sinh(im),
});
const sinh = ({ re, im }: Complex): Complex => ({
  re: Math.sinh(re) * Math.cos(im),
  im: Math.cosh(re) * Math.sin(im),
});
const cosh = ({ re, im }: Complex): Complex => ({
  re: Math.cosh(re) * Math.cos(im),
  im: Math.sinh(re) * Math.sin(im),
});
const root = ({ re, im }: Complex): Complex => {
  const size = Math.sqrt((Math.hypot(re, im) + Math.abs(re)) / 2);
  if (size === 0) return { re: 0, im: 0 };
  return re >= 0 ? { re: size, im: im / (2 * size) } : { re: Number.NaN, im: Number.NaN };
};
const real = (re: number): Complex => ({ re, im: 0 });
/** Real functions see the real part alone. */
const NONE: Complex = { re: Number.NaN, im: Number.NaN };

/** Value and slope of a node along a variable, by a step of 1e-200 i: no digits are lost. */
export function complexStep(
  root: Node,
  variables: ArrayLike<number>,
  slot: number,
): { value: number; slope: number } {
  const STEP = 1e-200;
  const known = new Map<Node, Complex>();
  for (const node of nodesOf([root])) {
    if (node.operation === 'variable')
      known.set(node, { re: variables[node.value], im: node.value === slot ? STEP : 0 });
    else if (node.operation === 'number') known.set(node, real(node.value));
    else
      known.set(
        node,
        operate(
          node,
          node.of.map((part) => known.get(part)!),
        ),
      );
  }
  const { re, im } = known.get(root)!;
  return { value: re, slope: im / STEP };
}

function operate({ operation }: Node, [a, b, c]: Complex[]): Complex {
  switch (operation) {
    case 'negate':
      return { re: -a.re, im: -a.im };
    case 'add':
      return { re: a.re + b.re, im: a.im + b.im };
    case 'subtract':
      return { re: a.re - b.re, im: a.im - b.im };
    case 'multiply':
      return times(a, b);
    case 'divide':
      return over(a, b);
    case 'power': {
      if (a.re > 0) return exp(times(b, log(a)));
      if (b.im !== 0 || !Number.isInteger(b.re)) return NONE;
      const size = exp(times(b, log({ re: -a.re, im: -a.im })));
      return b.re % 2 === 0 ? size : { re: -size.re, im: -size.im };
    }
    case 'min':
      return a.re < b.re ? a : b;
    case 'max':
      return a.re > b.re ? a : b;
    case 'less':
      return real(a.re < b.re ? 1 : 0);
    case 'at-most':
      return real(a.re <= b.re ? 1 : 0);
    case 'select':
      return a.re === 1 ? b : c;
    case 'abs':
      return a.re < 0 ? { re: -a.re, im: -a.im } : a;
    case 'sign':
      return real(Math.sign(a.re));
    case 'exp':
      return exp(a);
    case 'log':
      return a.re > 0 ? log(a) : NONE;
    case 'sqrt':
      return root(a);
    case 'sin':
      return sin(a);
    case 'cos':
      return cos(a);
    case 'tan':
      return over(sin(a), cos(a));
    case 'sinh':
      return sinh(a);
    case 'cosh':
      return cosh(a);
    case 'tanh':
      return Math.abs(a.re) > 20
        ? { re: Math.sign(a.re), im: a.im / Math.cosh(a.re) ** 2 }
        : over(sinh(a), cosh(a));
    case 'sigmoid':
      return over(real(1), {
        re: 1 + exp({ re: -a.re, im: -a.im }).re,
        im: exp({ re: -a.re, im: -a.im }).im,
      });
    default:
      throw new Error(`${operation} has no complex twin.`);
  }
}
