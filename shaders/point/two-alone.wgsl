// alone.wgsl of two particles side by side, of which the work may end with the first. Interface of
// this folder: see one.wgsl. CPU twin: engine/cpu/point.ts.

alias Point = Number;
const POINT_SIZE = 1u;

fn either(no: Point, yes: Point, taken: Choice) -> Point { return select(no, yes, taken); }

fn load_point(row: u32, particle: u32) -> Point {
  let at = row * runs[cell].particle_count + particle;
  return Point(positions[at], positions[at + 1u]);
}

fn store_point(row: u32, particle: u32, x: Point) {
  let at = row * runs[cell].particle_count + particle;
  positions[at] = x.x;
  if (particle + 1u < work.end_particle) { positions[at + 1u] = x.y; }
}

fn largest(x: Point) -> Number { return abs(x); }

fn frozen(x: Point) -> Point {
  let edge = bitcast<Number>((bitcast<Word>(x) & Word(0x80000000u)) | Word(bitcast<u32>(FROZEN)));
  return select(x, edge, abs(x) >= Number(runs[cell].reach));
}
