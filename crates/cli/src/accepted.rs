//! `gungman-cli accepted`.

use gungman_app::checking::accepted::{AcceptedItem, AcceptedKind, table};
use gungman_app::{Error, Office};
use gungman_core::Label;

use crate::args::Accepted;
use crate::exit::{Exit, Failed};

pub async fn run(office: &Office, job: &Accepted) -> Result<Exit, Failed> {
    let item = |kind, rule: &str, value: &str| AcceptedItem {
        kind,
        rule: rule.to_owned(),
        value: value.to_owned(),
        about: Label::default(),
    };
    match job {
        Accepted::List { json } => {
            let items = office.accepted().await?;
            if *json {
                let json = serde_json::to_string_pretty(&items).map_err(|e| Error::Resources(e.to_string()))?;
                println!("{json}");
            } else {
                print!("{}", table(&items));
            }
        }
        Accepted::Word { word } => drop(office.accept(&item(AcceptedKind::Word, "", word)).await?),
        Accepted::Rule { rule, template } => {
            let wanted = item(AcceptedKind::Rule, rule, template);
            let items = office.accept(&wanted).await?;
            if !items.iter().any(|known| (known.kind, &known.rule) == (wanted.kind, &wanted.rule)) {
                return Err(Failed::usage(format!("{rule}: no such rule")));
            }
        }
        Accepted::Remove { what } => {
            let (rule, template) = what.split_once('@').unwrap_or((what, ""));
            office.unaccept(&item(AcceptedKind::Word, "", what)).await?;
            office.unaccept(&item(AcceptedKind::Rule, rule, template)).await?;
        }
    }
    Ok(Exit::Done)
}
