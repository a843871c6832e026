// The coordinate of the largest size, and the side that it is on. Interface of this folder: Place,
// exit_of a point of a group that is outside: 2 coordinate + (1: above) and its size. CPU twin:
// engine/cpu/region.ts.

struct Place { code: u32, size: f32 }

fn exit_of(x: Point, group: u32) -> Place {
  let all = coordinates_of(x);
  var largest = 0u;
  for (var k = 1u; k < POINT_SIZE; k++) {
    if (abs(all[k]) > abs(all[largest])) { largest = k; }
  }
  let code = 2u * (group * POINT_SIZE + largest) + select(0u, 1u, all[largest] > 0.0);
  return Place(code, abs(all[largest]));
}
