// A point is six coordinates that move together: two halves, as columns of a matrix, since no vector
// is as long. WGSL has their sums and multiples alone, so that only methods made of these take them
// (`wide` in src/models/optimizer), and no loss needs point_of, padded or others. Interface of this
// folder: see one.wgsl. CPU twin: engine/cpu/point.ts.

alias Point = mat2x3f;
const POINT_SIZE = 6u;
alias Coordinates = array<f32, POINT_SIZE>;

fn coordinates_of(x: Point) -> Coordinates {
  return Coordinates(x[0][0], x[0][1], x[0][2], x[1][0], x[1][1], x[1][2]);
}

fn of_coordinates(all: Coordinates) -> Point {
  return Point(all[0], all[1], all[2], all[3], all[4], all[5]);
}

fn stepped(x: Point, by: f32, way: Point) -> Point {
  return Point(fma(vec3f(by), way[0], x[0]), fma(vec3f(by), way[1], x[1]));
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
  return max(max(sizes.x, sizes.y), sizes.z);
}

fn frozen_half(x: vec3f) -> vec3f {
  return select(x, select(vec3f(FROZEN), vec3f(-FROZEN), x < vec3f()), abs(x) >= vec3f(runs[cell].reach));
}

fn frozen(x: Point) -> Point { return Point(frozen_half(x[0]), frozen_half(x[1])); }

struct Kick { value: Point, stream: Stream }

// Three pairs of words a step.
fn draw_kick(stream: Stream) -> Kick {
  let words0 = next_words(stream);
  let words1 = next_words(words0.stream);
  let words2 = next_words(words1.stream);
  let z0 = normal_pair(words0.first, words0.second);
  let z1 = normal_pair(words1.first, words1.second);
  let z2 = normal_pair(words2.first, words2.second);
  return Kick(Point(vec3f(z0, z1.x), vec3f(z1.y, z2)), words2.stream);
}

fn skip_kicks(stream: Stream, steps: u32) -> Stream {
  return skip_pairs(stream, 3u * steps);
}
