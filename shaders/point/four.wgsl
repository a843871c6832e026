// A point is four coordinates that move together.
// Interface of this folder: see one.wgsl. CPU twin: engine/cpu/point.ts.

alias Point = vec4f;
const POINT_SIZE = 4u;
alias Coordinates = array<f32, POINT_SIZE>;

fn point_of(x: vec4f) -> Point { return x; }

fn padded(x: Point) -> vec4f { return x; }

fn coordinates_of(x: Point) -> Coordinates { return Coordinates(x.x, x.y, x.z, x.w); }

fn of_coordinates(all: Coordinates) -> Point { return vec4f(all[0], all[1], all[2], all[3]); }

fn stepped(x: Point, by: f32, way: Point) -> Point { return fma(Point(by), way, x); }

fn either(no: Point, yes: Point, taken: bool) -> Point { return select(no, yes, taken); }

fn any_below(x: Point, ends: Point) -> bool { return any(x < ends); }

fn load_point(row: u32, particle: u32) -> Point {
  let at = row * runs[cell].particle_count + particle;
  return vec4f(
    positions[at], positions[at + runs[cell].particle_count], positions[at + 2u * runs[cell].particle_count],
    positions[at + 3u * runs[cell].particle_count]);
}

fn store_point(row: u32, particle: u32, x: Point) {
  let at = row * runs[cell].particle_count + particle;
  positions[at] = x.x;
  positions[at + runs[cell].particle_count] = x.y;
  positions[at + 2u * runs[cell].particle_count] = x.z;
  positions[at + 3u * runs[cell].particle_count] = x.w;
}

fn largest(x: Point) -> f32 { return max(max(abs(x.x), abs(x.y)), max(abs(x.z), abs(x.w))); }

fn others(x: Point) -> Point { return x.yzwx * x.zwxy * x.wxyz; }

fn frozen(x: Point) -> Point {
  return select(x, select(vec4f(FROZEN), vec4f(-FROZEN), x < vec4f()), abs(x) >= vec4f(runs[cell].reach));
}

struct Kick { value: Point, stream: Stream }

// Two pairs of words a step.
fn draw_kick(stream: Stream) -> Kick {
  let first = next_words(stream);
  let second = next_words(first.stream);
  return Kick(
    vec4f(normal_pair(first.first, first.second), normal_pair(second.first, second.second)), second.stream);
}

fn skip_kicks(stream: Stream, steps: u32) -> Stream {
  return skip_pairs(stream, 2u * steps);
}
