// A point is three coordinates that move together.
// Interface of this folder: see one.wgsl. CPU twin: engine/cpu/point.ts.

alias Point = vec3f;
const POINT_SIZE = 3u;
alias Coordinates = array<f32, POINT_SIZE>;

fn point_of(x: vec4f) -> Point { return x.xyz; }

fn padded(x: Point) -> vec4f { return vec4f(x, 1.0); }

fn coordinates_of(x: Point) -> Coordinates { return Coordinates(x.x, x.y, x.z); }

fn of_coordinates(all: Coordinates) -> Point { return vec3f(all[0], all[1], all[2]); }

fn stepped(x: Point, by: f32, way: Point) -> Point { return fma(Point(by), way, x); }

fn either(no: Point, yes: Point, taken: bool) -> Point { return select(no, yes, taken); }

fn any_below(x: Point, ends: Point) -> bool { return any(x < ends); }

fn load_point(row: u32, particle: u32) -> Point {
  let at = row * runs[cell].particle_count + particle;
  return vec3f(positions[at], positions[at + runs[cell].particle_count], positions[at + 2u * runs[cell].particle_count]);
}

fn store_point(row: u32, particle: u32, x: Point) {
  let at = row * runs[cell].particle_count + particle;
  positions[at] = x.x;
  positions[at + runs[cell].particle_count] = x.y;
  positions[at + 2u * runs[cell].particle_count] = x.z;
}

fn largest(x: Point) -> f32 { return max(max(abs(x.x), abs(x.y)), abs(x.z)); }

fn others(x: Point) -> Point { return x.yzx * x.zxy; }

fn frozen(x: Point) -> Point {
  return select(x, select(vec3f(FROZEN), vec3f(-FROZEN), x < vec3f()), abs(x) >= vec3f(runs[cell].reach));
}

struct Kick { value: Point, stream: Stream }

// Two pairs of words a step; the fourth normal is not used.
fn draw_kick(stream: Stream) -> Kick {
  let first = next_words(stream);
  let second = next_words(first.stream);
  return Kick(
    vec3f(normal_pair(first.first, first.second), normal_pair(second.first, second.second).x), second.stream);
}

fn skip_kicks(stream: Stream, steps: u32) -> Stream {
  return skip_pairs(stream, 2u * steps);
}
