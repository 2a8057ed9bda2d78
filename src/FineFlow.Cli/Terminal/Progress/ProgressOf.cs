namespace FineFlow.Cli.Terminal.Progress;

/// <summary>Shows a library's own progress on the progress line.</summary>
/// <param name="line">The line.</param>
/// <param name="step">What a report shows there.</param>
internal sealed class ProgressOf<T>(IProgress<ProgressStep> line, Func<T, ProgressStep> step) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => line.Report(step(value));
}
