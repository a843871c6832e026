// A point is eight coordinates that move together: two halves, as columns of a matrix, since no vector
// is as long. WGSL has their sums and multiples alone, so that only methods made of these take them
// (`wide` in src/models/optimizer), and no loss needs point_of, padded or others. Interface of this
// folder: see one.wgsl. CPU twin: engine/cpu/point.ts.

alias Point = mat2x4f;
const POINT_SIZE = 8u;
alias Coordinates = array<f32, POINT_SIZE>;

fn coordinates_of(x: Point) -> Coordinates {
  return Coordinates(x[0][0], x[0][1], x[0][2], x[0][3], x[1][0], x[1][1], x[1][2], x[1][3]);
}

fn of_coordinates(all: Coordinates) -> Point {
  return Point(all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7]);
}

fn stepped(x: Point, by: f32, way: Point) -> Point {
  return Point(fma(vec4f(by), way[0], x[0]), fma(vec4f(by), way[1], x[1]));
}

fn either(no: Point, yes: Point, taken: bool) -> Point {
  return Point(select(no[0], yes[0], taken), select(no[1], yes[1], taken));
}

fn any_below(x: Point, ends: Point) -> bool { return any(x[0] < ends[0]) | any(x[1] < ends[1]); }

fn load_point(row: u32, particle: u32) -> Point {
  var all = Coordinates();
  for (var k = 0u; k < POINT_SIZE; k++) {
    all[k] = positions[(row + k) * runs[cell].particle_count + particle];
  }
  return of_coordinates(all);
}

fn store_point(row: u32, particle: u32, x: Point) {
  let all = coordinates_of(x);
  for (var k = 0u; k < POINT_SIZE; k++) {
    positions[(row + k) * runs[cell].particle_count + particle] = all[k];
  }
}

fn largest(x: Point) -> f32 {
  let sizes = max(abs(x[0]), abs(x[1]));
  return max(max(sizes.x, sizes.y), max(sizes.z, sizes.w));
}

fn frozen_half(x: vec4f) -> vec4f {
  return select(x, select(vec4f(FROZEN), vec4f(-FROZEN), x < vec4f()), abs(x) >= vec4f(runs[cell].reach));
}

fn frozen(x: Point) -> Point { return Point(frozen_half(x[0]), frozen_half(x[1])); }

struct Kick { value: Point, stream: Stream }

// Four pairs of words a step.
fn draw_kick(stream: Stream) -> Kick {
  let words0 = next_words(stream);
  let words1 = next_words(words0.stream);
  let words2 = next_words(words1.stream);
  let words3 = next_words(words2.stream);
  let z0 = normal_pair(words0.first, words0.second);
  let z1 = normal_pair(words1.first, words1.second);
  let z2 = normal_pair(words2.first, words2.second);
  let z3 = normal_pair(words3.first, words3.second);
  return Kick(Point(vec4f(z0, z1), vec4f(z2, z3)), words3.stream);
}

fn skip_kicks(stream: Stream, steps: u32) -> Stream {
  return skip_pairs(stream, 4u * steps);
}
