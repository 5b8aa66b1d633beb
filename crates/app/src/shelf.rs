//! The shelf of templates: every folder under `templates/`, loaded and validated at start.

use std::path::Path;

use gungman_core::template::{ChoiceLists, Field, extends, lay_over};
use gungman_core::{Document, FieldKind, Lang, Template};

use crate::address::AddressRules;
use crate::api::{FieldProblem, FormField, TemplateForm};
use crate::error::Error;
use crate::messages::Messages;
use crate::phrases::PhraseBook;
use crate::policy::Policy;
use crate::profiles::form::ProfileForm;

/// The templates and what they share.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// The templates, in the order of `templates/policy.toml`, then by id.
    pub templates: Vec<Template>,
    /// What choice fields choose from.
    pub choices: ChoiceLists,
    /// 本署 and 貴處.
    pub address: AddressRules,
    /// What an administrator allows.
    pub policy: Policy,
    /// Usual wordings.
    pub phrases: PhraseBook,
    /// What a profile holds and fills.
    pub profile: ProfileForm,
}

impl Shelf {
    /// Reads and validates a `templates/` folder.
    ///
    /// # Errors
    /// [`Error::Resources`] or [`Error::Template`] with the file and the reason; nothing is taken from a folder that is
    /// partly bad.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let read = |path: &Path| {
            std::fs::read_to_string(path).map_err(|e| Error::Resources(format!("{}: {e}", path.display())))
        };
        let choices = ChoiceLists::parse(&read(&folder.join("choices.toml"))?)?;
        let address = AddressRules::parse(&read(&folder.join("address.toml"))?)?;
        let policy = Policy::parse(&read(&folder.join("policy.toml"))?)?;
        let entries = std::fs::read_dir(folder).map_err(|e| Error::Resources(format!("{}: {e}", folder.display())))?;
        let mut templates = Vec::new();
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_dir()) {
            let own = read(&path.join("template.toml"))?;
            // What a template extends extends nothing itself: one step is enough, and there is no circle.
            let base = extends(&own);
            let whole = |file: &str| -> Result<String, Error> {
                let text = read(&path.join(file))?;
                let Some(base) = &base else { return Ok(text) };
                let below = read(&folder.join(base).join(file))?;
                lay_over(&below, &text).map_err(|e| Error::Resources(format!("{}: {e}", path.join(file).display())))
            };
            let prompts = Lang::ALL
                .into_iter()
                .map(|lang| Ok((lang, whole(&format!("prompt.{lang}.toml"))?)))
                .collect::<Result<Vec<_>, Error>>()?;
            let prompts: Vec<(Lang, &str)> = prompts.iter().map(|(lang, text)| (*lang, text.as_str())).collect();
            let samples = read(&path.join("samples.toml"))?;
            let template = Template::parse(&whole("template.toml")?, &prompts, &samples, &choices)?;
            if path.file_name().and_then(|name| name.to_str()) != Some(template.id.as_str()) {
                return Err(Error::Resources(format!("{}: the template's id is {}", path.display(), template.id)));
            }
            templates.push(template);
        }
        templates.sort_by(|a, b| (policy.place(&a.id).0, &a.id).cmp(&(policy.place(&b.id).0, &b.id)));
        if templates.is_empty() {
            return Err(Error::Resources(format!("{}: there is no template", folder.display())));
        }
        let types: Vec<&str> = templates.iter().map(|template| template.id.as_str()).collect();
        let phrases = PhraseBook::parse(&read(&folder.join("phrases.toml"))?, &types)?;
        let profile = ProfileForm::parse(&read(&folder.join("profile.toml"))?, &templates)?;
        Ok(Self { templates, choices, address, policy, phrases, profile })
    }

    /// Lets the model see documents up to a level and no further.
    ///
    /// # Errors
    /// [`Error::Policy`] for a level that `choices.toml` does not have.
    pub fn allow_up_to(&mut self, level: &str) -> Result<(), Error> {
        let levels = self.choices.get("classification").map_or(&[][..], |list| list.choices.as_slice());
        if !levels.iter().any(|choice| choice.id == level) {
            return Err(Error::Policy(format!("highest_classification: there is no level “{level}”")));
        }
        level.clone_into(&mut self.policy.highest_classification);
        Ok(())
    }

    /// A template by id.
    ///
    /// # Errors
    /// [`Error::UnknownTemplate`].
    pub fn template(&self, id: &str) -> Result<&Template, Error> {
        self.templates.iter().find(|t| t.id == id).ok_or_else(|| Error::UnknownTemplate(id.to_owned()))
    }

    /// The templates as the window needs them.
    #[must_use]
    pub fn forms(&self) -> Vec<TemplateForm> {
        let form = |template: &Template| TemplateForm {
            id: template.id.clone(),
            name: template.name.clone(),
            summary: template.summary.clone(),
            family: self.policy.place(&template.id).1.map(|family| family.name.clone()).unwrap_or_default(),
            fields: template.fields.iter().map(|field| self.form_field(field)).collect(),
            samples: template.samples.clone(),
        };
        self.templates.iter().map(form).collect()
    }

    fn form_field(&self, field: &Field) -> FormField {
        let choices = match field.kind {
            FieldKind::Choice => self.choices.get(&field.choices).map_or(Vec::new(), |list| list.choices.clone()),
            _ => Vec::new(),
        };
        FormField { field: field.clone(), choices }
    }

    /// The values that do not fit their fields, in the order of the form.
    #[must_use]
    pub fn problems(&self, document: &Document, template: &Template, messages: &Messages) -> Vec<FieldProblem> {
        let problem = |field: &Field| {
            let misfit = field.misfit(document.field(&field.id), self.choices.get(&field.choices))?;
            Some(FieldProblem { field: field.id.clone(), misfit, message: messages.misfit(misfit) })
        };
        template.fields.iter().filter_map(problem).collect()
    }
}
