using System.ComponentModel.DataAnnotations;
using FineFlow.Core;

namespace FineFlow.Torch.Training;

/// <summary>How a network is trained: everything but the network, the loss, the data and the seed.</summary>
public sealed record Recipe
{
    /// <summary>
    /// The paper's protocol (PLGF, section 5 and appendix A), for a fair comparison of all models: Adam at 3e-4, halved every 8
    /// epochs, batches of 20, up to 100 epochs with early stopping. The paper does not give its patience: 20 epochs.
    /// </summary>
    public static Recipe Common { get; } = new() { Name = "common" };

    /// <summary>Every recipe by name.</summary>
    public static IReadOnlyList<Recipe> All { get; } = [Common];

    /// <summary>The recipe of a name.</summary>
    /// <exception cref="BadInputException">No such recipe; lists those that exist.</exception>
    public static Recipe Find(string name) =>
        All.FirstOrDefault(recipe => recipe.Name == name)
        ?? throw new BadInputException($"recipe '{name}'", $"is unknown; known are {string.Join(", ", All.Select(r => r.Name))}");

    /// <summary>The name that is printed with every number.</summary>
    public required string Name { get; init; }

    /// <summary>Epochs at most.</summary>
    [Range(1, 1_000_000)]
    public int Epochs { get; init; } = 100;

    /// <summary>Samples of a training step; the last, short batch of an epoch is kept.</summary>
    [Range(1, 65536)]
    public int BatchSize { get; init; } = 20;

    /// <summary>Adam's initial learning rate.</summary>
    [Range(1e-12, 10)]
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>The learning rate is halved after every so many epochs.</summary>
    [Range(1, 1_000_000)]
    public int HalveEvery { get; init; } = 8;

    /// <summary>Adam's decay of the mean.</summary>
    [Range(0, 0.999999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's decay of the variance.</summary>
    [Range(0, 0.999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Stop after so many epochs without a better validation MSE.</summary>
    [Range(1, 1_000_000)]
    public int Patience { get; init; } = 20;

    /// <summary>The learning rate of an epoch, counted from 0.</summary>
    public double LearningRateAt(int epoch) => LearningRate * Math.Pow(0.5, epoch / HalveEvery);
}
