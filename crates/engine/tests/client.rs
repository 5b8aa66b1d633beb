//! The client against the scripted worker: whatever the worker does, the caller gets a code, and the next request works.

use std::time::{Duration, Instant};

use gungman_engine::{Engine, EngineConfig, ErrorCode, Finish, GenerationEvent, LoadRequest, Options, Phase, Turn};

// Marked so that the lints know it for test code.
#[cfg(test)]
mod stage;
use stage::{Stage, prompt, request, until_text};

const SLOW: &str = r#"{"rules":[
    {"contains":"慢","text":"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十","delay_ms":100},
    {"text":"好的。"}]}"#;

#[tokio::test]
async fn an_answer_streams_with_its_phases_and_the_status_follows() {
    let stage = Stage::new(r#"{"rules":[{"contains":"火警","text":"本署將舉行火警演習。"}]}"#);
    assert_eq!(stage.phase(), Phase::Off);
    assert!(stage.trace().is_empty(), "nothing is started before it is needed");
    let model = stage.engine.load(request("甲")).await.unwrap();
    assert_eq!((model.name.as_str(), model.context_tokens), ("甲", 1000));
    assert_eq!(stage.phase(), Phase::Ready);
    assert_eq!(stage.engine.status().borrow().model.as_ref(), Some(&model));

    let mut generation = stage.ask("火警");
    let mut events = Vec::new();
    while let Some(event) = generation.events.recv().await {
        events.push(event);
    }
    let text: String = events
        .iter()
        .filter_map(|e| if let GenerationEvent::Text { text } = e { Some(text.as_str()) } else { None })
        .collect();
    assert_eq!(text, "本署將舉行火警演習。");
    assert!(matches!(events[0], GenerationEvent::Reading { done: 0, total: 6, reused: 0 }), "{events:?}");
    let Some(GenerationEvent::Done { stats }) = events.last() else { panic!("{events:?}") };
    assert_eq!((stats.finish, stats.generated_tokens, stats.prompt_tokens), (Finish::Stop, 10, 6));
    assert_eq!(stage.phase(), Phase::Ready);

    let (_, again) = stage.ask("火警").text().await.unwrap();
    assert_eq!(again.reused_tokens, 6);
    stage.engine.load(request("甲")).await.unwrap();
    assert_eq!(stage.trace(), ["start", "load 甲"], "the same model is not loaded again");
    stage.engine.load(request("乙")).await.unwrap();
    assert_eq!(stage.trace(), ["start", "load 甲", "start", "load 乙"], "a worker loads one model");
    assert_eq!(stage.restarts(), 0);
}

#[tokio::test]
async fn a_worker_that_dies_hangs_or_talks_nonsense_costs_one_request_and_no_more() {
    for (then, code) in [
        ("die", ErrorCode::WorkerDied),
        ("truncate", ErrorCode::WorkerDied),
        ("garbage", ErrorCode::ProtocolGarbage),
        ("hang", ErrorCode::WorkerHung),
    ] {
        let script = format!(r#"{{"rules":[{{"contains":"壞","text":"到此","then":"{then}"}},{{"text":"好的。"}}]}}"#);
        let stage = Stage::with_patience(&script, Duration::from_millis(700));
        stage.engine.load(request("甲")).await.unwrap();
        let error = stage.ask("壞").text().await.unwrap_err();
        assert_eq!(error.code, code, "{then}: {error}");
        assert!(matches!(stage.phase(), Phase::Failed { code: shown, .. } if shown == code), "{then}");
        assert_eq!(stage.engine.status().borrow().model, None);

        let mut generation = stage.ask("好");
        assert_eq!(generation.events.recv().await, Some(GenerationEvent::Starting), "{then}");
        assert_eq!(generation.text().await.unwrap().0, "好的。", "{then}");
        assert_eq!(
            stage.trace(),
            ["start", "load 甲", "start", "load 甲"],
            "{then}: started and loaded anew by itself"
        );
        assert_eq!((stage.phase(), stage.restarts()), (Phase::Ready, 1), "{then}");
    }
}

#[tokio::test]
async fn the_exit_status_of_a_dead_worker_is_told() {
    let stage = Stage::loaded(r#"{"rules":[{"text":"到此","then":"die"}]}"#).await;
    let error = stage.ask("x").text().await.unwrap_err();
    assert!(error.detail.contains("exit status: 3"), "{error}");
}

#[tokio::test]
async fn a_worker_killed_from_outside_is_noticed_while_idle_and_replaced() {
    let stage = Stage::loaded(r#"{"rules":[{"contains":"完","text":"完","then":"die"},{"text":"好的。"}]}"#).await;
    let mut status = stage.engine.status();
    let _ = stage.ask("完").text().await;
    status.wait_for(|status| matches!(status.phase, Phase::Failed { .. })).await.unwrap();
    for _ in 0..3 {
        assert_eq!(stage.ask("好").text().await.unwrap().0, "好的。");
    }
    assert_eq!(stage.restarts(), 1);
}

#[tokio::test]
async fn bad_greetings_have_their_codes() {
    for (hello, code) in [
        ("wrong_version", ErrorCode::ProtocolVersion),
        ("cpu_unsupported", ErrorCode::CpuUnsupported),
        ("silent", ErrorCode::WorkerHung),
        ("die", ErrorCode::WorkerDied),
    ] {
        let stage = Stage::with_patience(&format!(r#"{{"hello":"{hello}"}}"#), Duration::from_millis(500));
        let error = stage.engine.load(request("甲")).await.unwrap_err();
        assert_eq!(error.code, code, "{hello}: {error}");
        if code == ErrorCode::CpuUnsupported {
            assert_eq!(error.detail, "avx2 fma");
        }
        assert_eq!(stage.phase(), Phase::Failed { code, detail: error.detail });
    }
    let engine = Engine::new(EngineConfig::new("no-such-program"));
    assert_eq!(engine.load(request("甲")).await.unwrap_err().code, ErrorCode::WorkerMissing);
}

#[tokio::test]
async fn a_load_that_fails_is_tried_anew_by_a_fresh_worker_and_is_no_crash() {
    let stage = Stage::new(r#"{"load":{"fail":"model_damaged"}}"#);
    for _ in 0..2 {
        assert_eq!(stage.engine.load(request("甲")).await.unwrap_err().code, ErrorCode::ModelDamaged);
    }
    assert!(matches!(stage.phase(), Phase::Failed { code: ErrorCode::ModelDamaged, .. }));
    assert_eq!(stage.trace(), ["start", "start"], "one that has tried to load can open no other file");
    assert_eq!(stage.restarts(), 0);
    assert_eq!(stage.ask("x").text().await.unwrap_err().code, ErrorCode::NoModel);

    let stage = Stage::new(r#"{"load":{"then":"die"}}"#);
    assert_eq!(stage.engine.load(request("甲")).await.unwrap_err().code, ErrorCode::WorkerDied);
}

#[tokio::test]
async fn cancelling_keeps_what_was_written_and_the_worker() {
    let stage = Stage::loaded(SLOW).await;
    let mut generation = stage.ask("慢");
    until_text(&mut generation).await;
    generation.cancel();
    generation.cancel();
    let (_, stats) = generation.text().await.unwrap();
    assert_eq!(stats.finish, Finish::Cancelled);
    assert!((1..40).contains(&stats.generated_tokens), "{stats:?}");
    assert_eq!(stage.ask("好").text().await.unwrap().0, "好的。");
    assert_eq!(stage.trace(), ["start", "load 甲"]);
}

#[tokio::test]
async fn a_cancellation_is_answered_at_once_even_where_the_worker_is_deaf_to_it() {
    let stage = Stage::loaded(r#"{"rules":[{"contains":"壞","text":"到此","then":"hang"},{"text":"好的。"}]}"#).await;
    let mut generation = stage.ask("壞");
    until_text(&mut generation).await;
    generation.cancel();
    let (_, stats) = generation.text().await.unwrap();
    assert_eq!((stats.finish, stats.generated_tokens > 0), (Finish::Cancelled, true), "with what was heard: {stats:?}");
    assert_eq!(stage.restarts(), 0, "the answer did not wait for the worker's end");
    // What waits behind it is answered once the deaf worker was ended.
    assert_eq!(stage.ask("好").text().await.unwrap().0, "好的。");
    assert_eq!(stage.restarts(), 1);
}

#[tokio::test]
async fn requests_run_one_at_a_time_in_order_and_those_waiting_can_be_cancelled_at_once() {
    let stage = Stage::loaded(SLOW).await;
    let mut first = stage.ask("慢");
    until_text(&mut first).await;
    let mut second = stage.ask("好");
    let third = stage.ask("慢");
    let fourth = stage.ask("好");
    assert_eq!(second.events.recv().await, Some(GenerationEvent::Queued { ahead: 1 }));
    stage.engine.status().wait_for(|status| status.queued == 3).await.unwrap();
    third.cancel();
    let asked = Instant::now();
    assert_eq!(third.text().await.unwrap_err().code, ErrorCode::Cancelled);
    assert!(asked.elapsed() < Duration::from_millis(300), "not only when its turn comes");
    assert_eq!(stage.engine.status().borrow().queued, 2);
    let (first, second, fourth) = tokio::join!(
        async { (first.text().await.unwrap(), Instant::now()) },
        async { (second.text().await.unwrap(), Instant::now()) },
        async { (fourth.text().await.unwrap(), Instant::now()) },
    );
    assert!(first.1 < second.1 && second.1 < fourth.1);
    assert_eq!(first.0.1.finish, Finish::Stop);
}

#[tokio::test]
async fn dropping_a_generation_cancels_it() {
    let stage = Stage::loaded(SLOW).await;
    let mut slow = stage.ask("慢");
    until_text(&mut slow).await;
    let waiting = stage.ask("慢");
    let began = Instant::now();
    drop(slow);
    drop(waiting);
    assert_eq!(stage.ask("好").text().await.unwrap().0, "好的。");
    assert!(began.elapsed() < Duration::from_millis(600), "{:?}", began.elapsed());
    assert_eq!(stage.restarts(), 0);
}

#[tokio::test]
async fn warming_gives_way_and_what_it_read_is_reused() {
    let stage = Stage::loaded(SLOW).await;
    let warmed = stage.engine.warm(vec![Turn::system("規則")]).await.unwrap();
    assert_eq!((warmed.prefix_tokens, warmed.reused_tokens), (3, 0));
    let (_, stats) = stage.ask("好").text().await.unwrap();
    assert_eq!(stats.reused_tokens, 3);

    // A warm-up in the queue runs after the generations behind it.
    let mut slow = stage.ask("慢");
    until_text(&mut slow).await;
    let engine = stage.engine.clone();
    let warming = tokio::spawn(async move { (engine.warm(vec![Turn::system("別的規則")]).await, Instant::now()) });
    stage.engine.status().wait_for(|status| status.queued == 1).await.unwrap();
    stage.ask("好").text().await.unwrap();
    let generated = Instant::now();
    let (result, warmed_at) = warming.await.unwrap();
    result.unwrap();
    assert!(warmed_at > generated);
}

#[tokio::test]
async fn unloading_ends_the_worker_and_forgets_the_model() {
    let stage = Stage::loaded(SLOW).await;
    stage.engine.unload().await;
    assert_eq!(*stage.engine.status().borrow(), gungman_engine::Status::default());
    assert_eq!(stage.ask("好").text().await.unwrap_err().code, ErrorCode::NoModel);
    assert_eq!(stage.phase(), Phase::Off);
    stage.engine.load(request("甲")).await.unwrap();
    assert_eq!(stage.ask("好").text().await.unwrap().0, "好的。");
    assert_eq!(stage.restarts(), 0, "an end we wanted is no restart");
}

#[tokio::test]
async fn shutting_down_ends_what_runs_and_refuses_what_waits_and_comes() {
    let stage = Stage::loaded(SLOW).await;
    let mut running = stage.ask("慢");
    until_text(&mut running).await;
    let waiting = stage.ask("好");
    stage.engine.shutdown().await;
    assert_eq!(running.text().await.unwrap().1.finish, Finish::Cancelled);
    assert_eq!(waiting.text().await.unwrap_err().code, ErrorCode::State);
    assert_eq!(stage.ask("好").text().await.unwrap_err().code, ErrorCode::State);
    assert_eq!(stage.engine.load(request("甲")).await.unwrap_err().code, ErrorCode::State);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_numbers_and_limits_hold() {
    let stage = Stage::loaded(SLOW).await;
    let error = stage.engine.generate(prompt("好"), Options::greedy(1000)).text().await.unwrap_err();
    assert_eq!(error.code, ErrorCode::ContextOverflow);
    assert!(error.detail.contains("1000"), "{error}");
    let (text, stats) = stage.engine.generate(prompt("好"), Options::greedy(2)).text().await.unwrap();
    assert_eq!((text.as_str(), stats.finish), ("好的", Finish::Length));
}

#[tokio::test]
async fn measuring_takes_medians_and_ratios_and_cleans_up() {
    let stage = Stage::new(r#"{"rules":[{"text":"一二三四五六七八","delay_ms":20}]}"#);
    let mut config = EngineConfig::new(env!("CARGO_BIN_EXE_gungman-engine-scripted"));
    config.extra_env =
        vec![("GUNGMAN_SCRIPT".to_owned(), stage.folder.path().join("script.json").to_str().unwrap().to_owned())];
    let scratch = tempfile::tempdir().unwrap();
    let load = LoadRequest { context: 4096, ..request("甲") };
    let mut told = Vec::new();
    let report = gungman_engine::bench::measure(&config, &load, 2, scratch.path(), |line| told.push(line.to_owned()))
        .await
        .unwrap();
    assert_eq!(report.rounds.len(), 2);
    assert_eq!(report.median.bare_tokens_per_second, 10.0);
    let first = &report.rounds[0];
    let ratios: Vec<f64> = report.rounds.iter().map(|round| round.tokens_per_second / 10.0).collect();
    assert!((report.generation_ratio - (ratios[0] + ratios[1]) / 2.0).abs() < 1e-9);
    assert!(first.first_text_cold_ms >= 20.0, "{first:?}");
    assert!(report.prefix_tokens > 500, "{report:?}");
    assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0);
    assert!(told.len() >= 10, "{told:?}");
}
