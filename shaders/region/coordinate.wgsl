// Particles leave where one coordinate is below its low end or above its high end; every other is
// between ends that no number is beyond. Interface of this folder: see radius.wgsl. CPU twin:
// engine/cpu/region.ts.

struct Region { low: Point, high: Point }

fn load_region(group: u32) -> Region {
  var low = vec4f(-OPEN_END);
  var high = vec4f(OPEN_END);
  // Of another group: wraps round.
  let k = runs[cell].region_coordinate - group * POINT_SIZE;
  if (k < POINT_SIZE) {
    low[k] = runs[cell].region_low;
    high[k] = runs[cell].region_high;
  }
  return Region(point_of(low), point_of(high));
}

fn is_outside(x: Point, size: f32, region: Region) -> bool {
  return any(x < region.low) | any(x > region.high);
}
