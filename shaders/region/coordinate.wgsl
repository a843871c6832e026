// Particles leave where one coordinate is below its low end or above its high end; every other is
// between ends that no number is beyond. Interface of this folder: see radius.wgsl. CPU twin:
// engine/cpu/region.ts.

struct Region { low: Point, high: Point }

fn load_region(group: u32) -> Region {
  var low = Coordinates();
  var high = Coordinates();
  for (var i = 0u; i < POINT_SIZE; i++) {
    low[i] = -OPEN_END;
    high[i] = OPEN_END;
  }
  // Of another group: wraps round.
  let k = runs[cell].region_coordinate - group * POINT_SIZE;
  if (k < POINT_SIZE) {
    low[k] = runs[cell].region_low;
    high[k] = runs[cell].region_high;
  }
  return Region(of_coordinates(low), of_coordinates(high));
}

fn is_outside(x: Point, size: f32, region: Region) -> bool {
  return any_below(x, region.low) | any_below(region.high, x);
}
