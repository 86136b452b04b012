//! Prints timestamps in the serde form of uhlc-rs: their text, a tab and a line of JSON each.
//!
//! How `uhlc_rs_serde.tsv` was made: `cargo new fixture`, this file as its `src/main.rs`, and
//! `cargo add uhlc@=0.9.0 serde_json@1.0.154 && cargo run > uhlc_rs_serde.tsv`, with Rust 1.95.0.
use uhlc::{ID, NTP64, Timestamp};

fn main() {
    println!("# made by uhlc_rs_serde.rs with the crates uhlc 0.9.0 and serde_json 1.0.154");
    println!("# timestamp\tits serde form in JSON");
    let times: [u64; 14] = [
        0,
        1,
        (1 << 32) - 1,
        1 << 32,
        (1 << 53) + 1,
        7386690599959157260,
        (1 << 63) - 1,
        1 << 63,
        (1 << 63) + 1,
        (1 << 63) + (1 << 53) + 1,
        9999999999999999999,
        10000000000000000000,
        u64::MAX - 1,
        u64::MAX,
    ];
    let ids: [&[u8]; 6] = [
        &[0x01],
        &[0x33],
        &[0x00, 0x01],
        &[0x80, 0xff, 0x7f],
        &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        &[0xff; 16],
    ];
    let sixteen: [u8; 16] = core::array::from_fn(|i| 0x10 + 15 * i as u8);
    for time in times {
        for id in ids.iter().copied().chain([&sixteen[..]]) {
            let stamp = Timestamp::new(NTP64(time), ID::try_from(id).unwrap());
            let json = serde_json::to_string(&stamp).unwrap();
            assert_eq!(stamp, serde_json::from_str(&json).unwrap());
            println!("{stamp}\t{json}");
        }
    }
}
