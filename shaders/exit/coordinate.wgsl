// The coordinate of the region, and the side that it is on.
// Interface of this folder: see radius.wgsl. CPU twin: engine/cpu/region.ts.

struct Place { code: u32, size: f32 }

fn exit_of(x: Point, group: u32) -> Place {
  let coordinate = runs[cell].region_coordinate;
  let all = coordinates_of(x);
  let above = all[coordinate % POINT_SIZE] > runs[cell].region_high;
  return Place(2u * coordinate + select(0u, 1u, above), 0.0);
}
