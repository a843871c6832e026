// Where particles left is kept. Interface of this folder: see dropped.wgsl.

@group(0) @binding(10) var<storage, read_write> exits: array<u32>; // [particle], 2 coordinate + (1: above), where there is a passage

fn store_exit(particle: u32, code: u32) { exits[particle] = code; }
