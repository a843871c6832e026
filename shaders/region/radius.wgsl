// Particles leave where some coordinate is larger than the radius. Interface of this folder: Region
// = what a group of coordinates is held against, load_region, is_outside of a point and its largest
// |x_i|. CPU twin: engine/cpu/region.ts.

struct Region { radius: f32 }

fn load_region(group: u32) -> Region { return Region(runs[cell].radius); }

fn is_outside(x: Point, size: Number, region: Region) -> Choice { return size > Number(region.radius); }
