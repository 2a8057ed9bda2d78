using FineFlow.Core;

namespace FineFlow.Ingest.Synthetic.Small;

/// <summary>How much of the small city to generate. The days follow one another: training first, then validation, then test.</summary>
public sealed record SmallCityOptions
{
    /// <summary>Decides the streets, the weather, the events and the noise.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Days of the training split, 1 .. 366.</summary>
    public int TrainDays { get; init; } = 28;

    /// <summary>Days of the validation split, 1 .. 366.</summary>
    public int ValidDays { get; init; } = 4;

    /// <summary>Days of the test split, 1 .. 366.</summary>
    public int TestDays { get; init; } = 8;

    /// <summary>Length of a time slot: 30 or 60 minutes.</summary>
    public int SlotMinutes { get; init; } = 30;

    internal void Validate()
    {
        CheckDays(TrainDays, "training");
        CheckDays(ValidDays, "validation");
        CheckDays(TestDays, "test");
        if (SlotMinutes is not (30 or 60))
            throw new BadInputException("small city", $"slots of {SlotMinutes} minutes; expected 30 or 60");
    }

    private static void CheckDays(int days, string split)
    {
        if (days is < 1 or > 366)
            throw new BadInputException("small city", $"{days} {split} days; expected 1 to 366");
    }
}
