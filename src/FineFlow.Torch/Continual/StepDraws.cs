using FineFlow.Core.Sampling;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Torch.Continual;

/// <summary>
/// The random numbers of a strategy in one task of a sequence: a pure function of seed, task, epoch and step, so that there is no state
/// to save.
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="task">The task, counted from 1.</param>
internal sealed class StepDraws(long seed, int task)
{
    private readonly long _taskSeed = (long)new RandomStream(seed, -task).NextUInt64();

    /// <summary>Returns the numbers for what is done once, before the first step.</summary>
    public RandomStream ForTask() => new(_taskSeed);

    /// <summary>Returns the numbers of the next step.</summary>
    public RandomStream ForStep(TrainingPosition position) => new(_taskSeed, ((long)position.Epoch << 32) | (uint)position.Step);

    /// <summary>Draws different numbers of 0 .. <paramref name="below"/> - 1, in random order.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="count">How many, at most <paramref name="below"/>.</param>
    /// <param name="below">The bound.</param>
    public static int[] Distinct(RandomStream random, int count, int below)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, below);
        var (drawn, seen) = (new int[count], new HashSet<int>());
        for (var i = 0; i < count; i++)
        {
            do
            {
                drawn[i] = random.NextInt(below);
            }
            while (!seen.Add(drawn[i]));
        }

        return drawn;
    }
}
