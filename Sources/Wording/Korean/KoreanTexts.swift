/// The Korean texts, part by part: an English line, and below it what stands for it.
///
/// Names of the field that the engine itself prints (`Ready`, `running`, `drain` as a value) stay as
/// they are, as does what is typed; what is said about them is Korean.
enum KoreanTexts {
    static let all = [
        actions,
        actionsMore,
        boxes,
        boxesMore,
        commands,
        screens,
        screensMore,
        forecasts,
        readings,
        tables,
        tabs,
        pages,
        pagesMore,
    ]
}
