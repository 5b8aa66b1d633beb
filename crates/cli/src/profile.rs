//! `gungman-cli profile`, and the choice of a profile beside `draft` and `reply`.

use gungman_app::export::replace;
use gungman_app::managed::Layer;
use gungman_app::profiles::{ProfileRow, Wanted};
use gungman_app::{Error, Office};

use crate::args::{FromProfile, Profile};
use crate::exit::{Exit, Failed};

impl FromProfile {
    /// What was asked for, or what is usual.
    pub fn wanted<'a>(&'a self, usual: Wanted<'a>) -> Wanted<'a> {
        match &self.profile {
            _ if self.no_profile => Wanted::Nothing,
            Some(name) => Wanted::Named(name),
            None => usual,
        }
    }
}

pub async fn run(office: &Office, job: &Profile) -> Result<Exit, Failed> {
    let book = office.profiles().await?;
    match job {
        Profile::List { json } => {
            if *json {
                let json = serde_json::to_string_pretty(&book).map_err(|e| Error::Resources(e.to_string()))?;
                println!("{json}");
                return Ok(Exit::Done);
            }
            for row in &book.rows {
                let mark = if Some(&row.profile.id) == book.default.as_ref() { '*' } else { ' ' };
                println!("{mark} {}{}", row.profile.name, about(row));
            }
        }
        Profile::Show { name } => {
            let row = book.named(name)?;
            println!("{}{}", row.profile.name, about(row));
            let values = row.effective();
            for group in &book.groups {
                for field in &group.fields {
                    let Some(value) = values.get(&field.id) else { continue };
                    let said = |text: &str| text.replace('\n', " / ");
                    println!("{} {}", field.label.zh, field.label.en);
                    let each = if group.both { vec![&value.zh, &value.en] } else { vec![&value.zh] };
                    for text in each.into_iter().filter(|text| !text.is_empty()) {
                        println!("    {}", said(text));
                    }
                }
            }
        }
        Profile::Import { file, replace } => {
            let kept = office.take_in_profile(file, *replace).await?;
            let row = kept.book.named(&kept.id)?;
            eprintln!("已匯入 taken in: {}", row.profile.name);
        }
        Profile::Export { name, output } => {
            let text = office.profile_text(name).await?;
            if output.as_os_str() == "-" {
                print!("{text}");
            } else {
                replace(output, text.as_bytes())?;
            }
        }
        Profile::Default { name } => {
            office.prefer_profile(&book.named(name)?.profile.id).await?;
        }
        Profile::Remove { name } => {
            office.delete_profile(&book.named(name)?.profile.id).await?;
        }
    }
    Ok(Exit::Done)
}

/// What there is to say of one beside its name.
fn about(row: &ProfileRow) -> &'static str {
    match row.managed {
        Some(Layer::Enforced) => "（管理員指定 enforced by the administrator）",
        Some(Layer::Recommended) if row.offered => "（管理員建議 recommended by the administrator）",
        _ if !row.offered => "（管理員不准許使用 not allowed by the administrator）",
        _ => "",
    }
}
