// Where particles begin.

import { HALF, c } from './constants';
import { STREAM, nextWords, seedOf, startStream } from './generator';
import {
  PURPOSE_START,
  START,
  START_A,
  START_B,
  START_GAUSSIAN,
  START_POINT,
  START_UNIFORM,
} from './layout';
import { PAIR_BYTES, transform } from './normals';
import { splat, word } from './parameters';
import { WHOLE } from './whole';

const PAIR: usize = memory.data(32, 16);

// Where the four particles begin in a coordinate.
export function startOf(particle: v128, coordinate: u32): v128 {
  const a = splat(START_A + coordinate);
  const start = word(START);
  if (!WHOLE || start == START_POINT) return a;
  const b = splat(START_B + coordinate);
  seedOf(particle, PURPOSE_START * 256 + coordinate, STREAM);
  startStream(STREAM, i32x4.splat(0));
  const first = nextWords();
  if (start == START_UNIFORM) {
    const u = f32x4.mul(
      f32x4.add(f32x4.convert_i32x4_s(i32x4.shr_u(first, 9)), c(HALF)),
      f32x4.splat(1.1920928955078125e-7),
    );
    return f32x4.add(a, f32x4.mul(b, u));
  }
  if (start != START_GAUSSIAN) unreachable();
  v128.store(PAIR, first);
  v128.store(PAIR, nextWords(), 16);
  transform(false, PAIR, PAIR + PAIR_BYTES);
  return f32x4.add(a, f32x4.mul(b, v128.load(PAIR)));
}
