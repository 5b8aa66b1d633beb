//! What the processor can do, and how many threads to compute with.

/// Instructions llama.cpp was compiled for that this processor lacks. With any of them missing the first matrix product
/// would end the program with an illegal instruction, which tells nobody anything.
#[cfg(target_arch = "x86_64")]
pub fn missing_features() -> Vec<String> {
    let features = [
        ("avx2", std::is_x86_feature_detected!("avx2")),
        ("fma", std::is_x86_feature_detected!("fma")),
        ("f16c", std::is_x86_feature_detected!("f16c")),
        ("bmi2", std::is_x86_feature_detected!("bmi2")),
    ];
    features.into_iter().filter(|(_, present)| !present).map(|(name, _)| name.to_owned()).collect()
}

/// Other processors are compiled for with what all of them have.
#[cfg(not(target_arch = "x86_64"))]
pub fn missing_features() -> Vec<String> {
    Vec::new()
}

/// How many threads to compute with.
pub fn threads(asked: Option<u32>) -> u32 {
    let available = std::thread::available_parallelism().map_or(1, |n| u32::try_from(n.get()).unwrap_or(1));
    choose_threads(asked, available, physical_cores().unwrap_or(available))
}

/// All but one core from four cores on, so that the window stays quick; both of two. Never more than the system gives
/// us: beyond that every barrier waits for a thread that is not running.
fn choose_threads(asked: Option<u32>, available: u32, physical: u32) -> u32 {
    let available = available.max(1);
    let wanted = asked.unwrap_or(if physical >= 4 { physical - 1 } else { 2 });
    wanted.clamp(1, available)
}

/// Cores without their second threads, which only get in each other's way here.
#[cfg(target_os = "linux")]
fn physical_cores() -> Option<u32> {
    physical_cores_in(&std::fs::read_to_string("/proc/cpuinfo").ok()?)
}

#[cfg(not(target_os = "linux"))]
fn physical_cores() -> Option<u32> {
    None
}

/// Counts different (socket, core) pairs in the text of `/proc/cpuinfo`; `None` where it has no such lines.
#[cfg(target_os = "linux")]
fn physical_cores_in(cpuinfo: &str) -> Option<u32> {
    let mut cores = std::collections::BTreeSet::new();
    let mut socket = String::new();
    for line in cpuinfo.lines() {
        match line.split_once(':').map(|(name, value)| (name.trim(), value.trim())) {
            Some(("physical id", value)) => value.clone_into(&mut socket),
            Some(("core id", value)) => {
                cores.insert((socket.clone(), value.to_owned()));
            }
            _ => {}
        }
    }
    u32::try_from(cores.len()).ok().filter(|count| *count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_core_is_left_from_four_on_and_never_more_than_there_are() {
        assert_eq!(choose_threads(None, 1, 1), 1);
        assert_eq!(choose_threads(None, 2, 2), 2);
        assert_eq!(choose_threads(None, 4, 2), 2, "two cores with two threads each");
        assert_eq!(choose_threads(None, 8, 4), 3);
        assert_eq!(choose_threads(None, 2, 16), 2, "a container with two of sixteen");
        assert_eq!(choose_threads(Some(64), 8, 8), 8);
        assert_eq!(choose_threads(Some(0), 8, 8), 1);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn second_threads_are_not_cores() {
        let text = "processor: 0\nphysical id\t: 0\ncore id\t\t: 0\n\nprocessor: 1\nphysical id\t: 0\ncore id\t\t: 0\n\n\
                    processor: 2\nphysical id\t: 1\ncore id\t\t: 0\n";
        assert_eq!(physical_cores_in(text), Some(2));
        assert_eq!(physical_cores_in("model name: arm\n"), None);
    }
}
