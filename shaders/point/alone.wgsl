// one.wgsl without what plain runs do not ask for: the page opens with one. Interface of this folder:
// see one.wgsl. CPU twin: engine/cpu/point.ts.

alias Point = f32;
const POINT_SIZE = 1u;

fn either(no: Point, yes: Point, taken: bool) -> Point { return select(no, yes, taken); }

fn load_point(row: u32, particle: u32) -> Point {
  return positions[row * runs[cell].particle_count + particle];
}

fn store_point(row: u32, particle: u32, x: Point) {
  positions[row * runs[cell].particle_count + particle] = x;
}

fn largest(x: Point) -> f32 { return abs(x); }

fn frozen(x: Point) -> Point {
  let edge = bitcast<f32>((bitcast<u32>(x) & 0x80000000u) | bitcast<u32>(FROZEN));
  return select(x, edge, abs(x) >= runs[cell].reach);
}
