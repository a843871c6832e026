// A point is one coordinate: the coordinates of a separable loss are chains of their own. Interface
// of this folder: Point, POINT_SIZE, point_of the first of four numbers, padded = back, with ones
// behind, Coordinates = all of them as a list, coordinates_of, of_coordinates = back, stepped = x + by way,
// either = one of two, any_below = whether some coordinate is below its end, load_point, store_point, largest = max |x_i|, others = product of the other coordinates,
// frozen, Kick and draw_kick. CPU twin: engine/cpu/point.ts.

alias Point = f32;
const POINT_SIZE = 1u;
alias Coordinates = array<f32, POINT_SIZE>;

fn point_of(x: vec4f) -> Point { return x.x; }

fn padded(x: Point) -> vec4f { return vec4f(x, vec3f(1.0)); }

fn coordinates_of(x: Point) -> Coordinates { return Coordinates(x); }

fn of_coordinates(all: Coordinates) -> Point { return all[0]; }

fn stepped(x: Point, by: f32, way: Point) -> Point { return fma(Point(by), way, x); }

fn either(no: Point, yes: Point, taken: bool) -> Point { return select(no, yes, taken); }

fn any_below(x: Point, ends: Point) -> bool { return any(x < ends); }

fn load_point(row: u32, particle: u32) -> Point {
  return positions[row * runs[cell].particle_count + particle];
}

fn store_point(row: u32, particle: u32, x: Point) {
  positions[row * runs[cell].particle_count + particle] = x;
}

fn largest(x: Point) -> f32 { return abs(x); }

fn others(x: Point) -> Point { return 1.0; }

// Coordinates at or beyond the reach, which the engine leaves at the edge of the range.
fn frozen(x: Point) -> Point {
  let edge = bitcast<f32>((bitcast<u32>(x) & 0x80000000u) | bitcast<u32>(FROZEN));
  return select(x, edge, abs(x) >= runs[cell].reach);
}

struct Kick { value: Point, stream: Stream }

// A pair of words a step; the second normal is not used.
fn draw_kick(stream: Stream) -> Kick {
  let words = next_words(stream);
  return Kick(normal_pair(words.first, words.second).x, words.stream);
}

fn skip_kicks(stream: Stream, steps: u32) -> Stream {
  return skip_pairs(stream, steps);
}
