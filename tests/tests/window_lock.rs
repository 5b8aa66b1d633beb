//! What the window may load and ask: its content policy and its capabilities, line by line. Whoever widens one changes this file.

use std::collections::{BTreeMap, BTreeSet};

use gungman_tests::workspace;
use serde_json::Value;

fn json(path: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(workspace().join(path)).unwrap()).unwrap()
}

#[test]
fn the_content_policy_names_no_origin_but_the_programs_own() {
    let conf = json("tauri.conf.json");
    let policy = conf["app"]["security"]["csp"].as_str().expect("the window has a policy");
    let directives: BTreeMap<&str, BTreeSet<&str>> = policy
        .split(';')
        .map(|directive| {
            let mut words = directive.split_whitespace();
            (words.next().unwrap_or_default(), words.collect())
        })
        .collect();
    // `ipc:` is the way to the program itself and `font:` its own faces; on Windows both look like http on localhost names that
    // never leave the program.
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("default-src", &["'self'"][..]),
        ("style-src", &["'self'", "'unsafe-inline'"]),
        ("img-src", &["'self'", "data:"]),
        ("font-src", &["'self'", "font:", "http://font.localhost"]),
        ("connect-src", &["ipc:", "http://ipc.localhost"]),
        ("object-src", &["'none'"]),
        ("base-uri", &["'none'"]),
        ("form-action", &["'none'"]),
    ]);
    assert!(directives.contains_key("default-src"), "what is not named is the program's own");
    for (directive, sources) in &directives {
        let allowed: BTreeSet<&str> =
            allowed.get(directive).into_iter().flat_map(|list| list.iter().copied()).collect();
        let wide: Vec<_> = sources.difference(&allowed).collect();
        assert!(wide.is_empty(), "{directive} allows {wide:?}");
    }
    for closed in ["object-src", "base-uri", "form-action"] {
        assert_eq!(directives.get(closed), Some(&BTreeSet::from(["'none'"])), "{closed}");
    }
}

#[test]
fn nothing_loosens_the_window() {
    let conf = json("tauri.conf.json");
    let security = conf["app"]["security"].as_object().unwrap();
    let known = BTreeSet::from(["csp", "freezePrototype"]);
    let set: BTreeSet<&str> = security.keys().map(String::as_str).collect();
    assert_eq!(set, known, "neither an asset protocol nor a policy of a development server");
    assert_eq!(security["freezePrototype"], true);
    assert!(conf["app"].get("withGlobalTauri").is_none_or(|on| on == false));
    assert!(conf.get("plugins").is_none_or(|plugins| plugins.get("updater").is_none()), "nothing looks for updates");
    for window in conf["app"]["windows"].as_array().unwrap() {
        for key in ["url", "devtools", "dangerousUseHttpScheme", "additionalBrowserArgs", "proxyUrl"] {
            assert!(window.get(key).is_none(), "{key}");
        }
    }
}

#[test]
fn the_window_may_ask_for_its_own_commands_and_little_else() {
    let folder = workspace().join("src-tauri/capabilities");
    let mut permissions = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let capability = json(&format!("src-tauri/capabilities/{}", entry.unwrap().file_name().to_str().unwrap()));
        assert!(capability.get("remote").is_none(), "no page from elsewhere has any rights");
        assert_eq!(capability["windows"], serde_json::json!(["main"]));
        for permission in capability["permissions"].as_array().unwrap() {
            permissions.insert(permission.as_str().expect("a plain name, without a scope of its own").to_owned());
        }
    }
    let allowed = ["core:event:default", "core:webview:default", "core:window:default"];
    let more: Vec<_> = permissions.iter().filter(|permission| !allowed.contains(&permission.as_str())).collect();
    assert!(more.is_empty(), "{more:?}");
}

#[test]
fn no_code_of_the_front_end_names_an_address_to_fetch_from() {
    let mut found = Vec::new();
    let mut folders = vec![workspace().join("ui/src")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let is_code =
                path.extension().is_some_and(|e| ["ts", "svelte", "js", "css", "html"].iter().any(|c| e == *c));
            if !is_code {
                continue;
            }
            files += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            // A function of one's own may be called fetch; the browser's is called with an address.
            let called = [
                "fetch(\"",
                "fetch('",
                "fetch(`",
                "window.fetch",
                "globalThis.fetch",
                "new XMLHttpRequest",
                "new WebSocket",
                "new EventSource",
                "sendBeacon(",
                "RTCPeerConnection",
                "src=\"http",
                "url(http",
            ];
            for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
                if called.iter().any(|call| line.contains(call)) {
                    found.push(format!("{}: {}", path.display(), line.trim()));
                }
            }
        }
    }
    assert!(files > 20, "the walk found the front end");
    assert!(found.is_empty(), "{found:#?}");
}
