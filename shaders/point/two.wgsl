// A point is two coordinates that move together.
// Interface of this folder: see one.wgsl. CPU twin: engine/cpu/point.ts.

alias Point = vec2f;
const POINT_SIZE = 2u;
alias Coordinates = array<f32, POINT_SIZE>;

fn point_of(x: vec4f) -> Point { return x.xy; }

fn padded(x: Point) -> vec4f { return vec4f(x, 1.0, 1.0); }

fn coordinates_of(x: Point) -> Coordinates { return Coordinates(x.x, x.y); }

fn of_coordinates(all: Coordinates) -> Point { return vec2f(all[0], all[1]); }

fn stepped(x: Point, by: f32, way: Point) -> Point { return fma(Point(by), way, x); }

fn either(no: Point, yes: Point, taken: bool) -> Point { return select(no, yes, taken); }

fn any_below(x: Point, ends: Point) -> bool { return any(x < ends); }

fn load_point(row: u32, particle: u32) -> Point {
  let at = row * runs[cell].particle_count + particle;
  return vec2f(positions[at], positions[at + runs[cell].particle_count]);
}

fn store_point(row: u32, particle: u32, x: Point) {
  let at = row * runs[cell].particle_count + particle;
  positions[at] = x.x;
  positions[at + runs[cell].particle_count] = x.y;
}

fn largest(x: Point) -> f32 { return max(abs(x.x), abs(x.y)); }

fn others(x: Point) -> Point { return x.yx; }

fn frozen(x: Point) -> Point {
  return select(x, select(vec2f(FROZEN), vec2f(-FROZEN), x < vec2f()), abs(x) >= vec2f(runs[cell].reach));
}

struct Kick { value: Point, stream: Stream }

fn draw_kick(stream: Stream) -> Kick {
  let words = next_words(stream);
  return Kick(normal_pair(words.first, words.second), words.stream);
}

fn skip_kicks(stream: Stream, steps: u32) -> Stream {
  return skip_pairs(stream, steps);
}
