using FineFlow.Core.Tables;
using FineFlow.Engine.Zones;
using FineFlow.Ingest;
using FineFlow.Ingest.Grid;
using FineFlow.Synthetic;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Cli.Terminal.Progress;

/// <summary>What the libraries' reports of progress show on the progress line.</summary>
internal static class ProgressSteps
{
    private const double BytesOfMegabyte = 1e6;

    public static ProgressStep Of(GridProgress counted) => new(
        $"{NumberText.Whole(counted.Rows)} rows  {NumberText.Share(counted.Share)}",
        $"{NumberText.Brief(counted.RowsPerSecond)} rows/s",
        counted.SecondsLeft);

    public static ProgressStep Of(CityProgress city) => Slots(city.Written, city.Total, city.SlotsPerSecond, city.SecondsLeft);

    public static ProgressStep Of(ZoneProgress inferred) =>
        Slots(inferred.Done, inferred.Total, inferred.SlotsPerSecond, inferred.SecondsLeft);

    public static ProgressStep Of(Transfer transfer)
    {
        var total = transfer.Total is { } bytes ? Invariant($" of {bytes / BytesOfMegabyte:F1}") : "";
        return new(
            Invariant($"{transfer.What}: {transfer.Done / BytesOfMegabyte:F1}{total} MB"),
            $"{NumberText.Brief(transfer.BytesPerSecond / BytesOfMegabyte)} MB/s",
            transfer.SecondsLeft);
    }

    public static ProgressStep Of(StepReport step) => new(
        $"epoch {step.Epoch}/{step.Epochs}  step {step.Step}/{step.Steps}  loss {NumberText.Brief(step.Loss)}",
        $"{NumberText.Brief(step.SamplesPerSecond)} samples/s",
        step.SecondsLeft)
    {
        MayEndEarly = true,
    };

    private static ProgressStep Slots(int done, int total, double perSecond, double? secondsLeft) => new(
        $"{NumberText.Whole(done)} of {NumberText.Whole(total)} slots", $"{NumberText.Brief(perSecond)} slots/s", secondsLeft);
}
