using FineFlow.Core.Tables;

namespace FineFlow.Cli.Terminal.Progress;

/// <summary>How far a piece of work is, in words that are short enough for a terminal of 80 columns.</summary>
/// <param name="Done">What is done, such as "12 of 600 slots".</param>
/// <param name="Rate">How fast it goes, such as "35 slots/s"; null where there is no rate.</param>
/// <param name="SecondsLeft">Seconds to the end at this rate; null where they are unknown.</param>
internal sealed record ProgressStep(string Done, string? Rate = null, double? SecondsLeft = null)
{
    /// <summary>Whether the work may end before that time, as a training that stops early does.</summary>
    public bool MayEndEarly { get; init; }

    /// <summary>Whether it is shown however short a time ago the last step was.</summary>
    public bool IsMilestone { get; init; }

    /// <summary>The line, such as "12 of 600 slots  35 slots/s  16.8 s left".</summary>
    public override string ToString() => string.Join("  ", new[] { Done, Rate, Left }.OfType<string>());

    private string? Left => SecondsLeft is { } seconds and > 0
        ? $"{(MayEndEarly ? "at most " : "")}{NumberText.Duration(seconds)} left"
        : null;
}
