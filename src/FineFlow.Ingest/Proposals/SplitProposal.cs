using FineFlow.Ingest.Grid;
using static System.FormattableString;

namespace FineFlow.Ingest.Proposals;

/// <summary>
/// How slots are divided where nothing is said: 7:1:2, but validation and test of at most four weeks each. More of them judge a model
/// hardly better, and the newest days serve a history best.
/// </summary>
internal static class SplitProposal
{
    private const int LongestDays = 28;

    /// <summary>Returns the division of a number of days, and the choice for people.</summary>
    public static (SplitRule Rule, GridChoice Choice) For(double days)
    {
        var usual = new SplitRule();
        var all = usual.Train + usual.Valid + usual.Test;
        var (valid, test) = (Math.Min(days * usual.Valid / all, LongestDays), Math.Min(days * usual.Test / all, LongestDays));
        var rule = test < LongestDays
            ? usual
            : new() { Train = Hours(days - valid - test), Valid = Hours(valid), Test = Hours(test) };
        return (rule, new(
            "split", Invariant($"{rule.Train}:{rule.Valid}:{rule.Test}"),
            $"the last {Text(test)} are for the test, {Text(valid)} before them for validation",
            nameof(GridOptions.Split)));

        static int Hours(double days) => (int)Math.Round(days * 24);

        static string Text(double days) => days < 2 ? Invariant($"{days * 24:0.#} hours") : Invariant($"{days:0.#} days");
    }
}
