//! The East Asian faces of the two scripts: `data/fonts.tsv`.

use super::Target;

const TABLE: &str = include_str!("../../data/fonts.tsv");

/// The face that stands for `name` in the other script; nothing when the table does not know it.
pub(super) fn partner(name: &str, target: Target) -> Option<&'static str> {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    let (mut from_to, mut to_from) = (rows.clone(), rows.map(|(simplified, traditional)| (traditional, simplified)));
    match target {
        Target::HongKong => from_to.find(|(from, _)| *from == name).map(|(_, to)| to),
        Target::Mainland => to_from.find(|(from, _)| *from == name).map(|(_, to)| to),
    }
}
