using FineFlow.Core;

namespace FineFlow.Torch.Training.Processes;

/// <summary>How <c>mpirun</c> started this process, by the variables that it sets for each.</summary>
/// <param name="Size">Number of processes.</param>
/// <param name="Rank">This one's number, counted from 0.</param>
/// <param name="LocalSize">Number of processes on this machine.</param>
internal sealed record LaunchedProcess(int Size, int Rank, int LocalSize)
{
    /// <summary>The variable of the number of processes.</summary>
    public const string SizeVariable = "OMPI_COMM_WORLD_SIZE";

    /// <summary>A process that was started by itself.</summary>
    public static readonly LaunchedProcess Alone = new(1, 0, 1);

    private const string RankVariable = "OMPI_COMM_WORLD_RANK";
    private const string LocalSizeVariable = "OMPI_COMM_WORLD_LOCAL_SIZE";

    /// <summary>This process; <see cref="Alone"/> where something else than Open MPI's <c>mpirun</c> started it.</summary>
    /// <exception cref="BadInputException">A variable is no number that could be meant.</exception>
    public static LaunchedProcess Current => From(Environment.GetEnvironmentVariable);

    /// <summary>This process's number, for messages; 0 where it was started alone or the variable is no number.</summary>
    public static int CurrentRank => int.TryParse(Environment.GetEnvironmentVariable(RankVariable), out var rank) ? rank : 0;

    /// <summary>Reads the variables.</summary>
    /// <param name="variable">Returns the value of a variable; null without one.</param>
    /// <exception cref="BadInputException">A variable is no number that could be meant.</exception>
    public static LaunchedProcess From(Func<string, string?> variable)
    {
        if (variable(SizeVariable) is null)
        {
            return Alone;
        }

        var size = Number(SizeVariable, 1, int.MaxValue);
        return new(size, Number(RankVariable, 0, size - 1), Number(LocalSizeVariable, 1, size));

        int Number(string name, int from, int to)
        {
            var text = variable(name);
            return int.TryParse(text, out var number) && number >= from && number <= to
                ? number
                : throw new BadInputException(
                    $"environment variable {name}", $"is '{text}'; mpirun sets it to a whole number from {from} to {to}");
        }
    }
}
