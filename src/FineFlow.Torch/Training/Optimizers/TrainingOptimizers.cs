using FineFlow.Torch.Networks;
using TorchSharp.Modules;

namespace FineFlow.Torch.Training.Optimizers;

/// <summary>Makes the optimizer that a recipe asks for.</summary>
internal static class TrainingOptimizers
{
    /// <summary>PyTorch's default for AdamW.</summary>
    private const double AdamWDecay = 0.01;

    /// <summary>Returns an optimizer of a network's parameters; null where gradients train none.</summary>
    public static TrainingOptimizer? Create(FlowNetwork network, Recipe recipe)
    {
        List<KeyValuePair<string, Parameter>> trained = [.. Trained(network).Select(p => KeyValuePair.Create(p.Name, p.Parameter))];
        return trained.Count == 0 ? null : Create(trained, recipe);
    }

    /// <summary>Returns the parameters that gradients train, by name.</summary>
    public static IEnumerable<(string Name, Parameter Parameter)> Trained(FlowNetwork network) =>
        network.named_parameters().Where(pair => pair.parameter.requires_grad);

    /// <summary>Returns an optimizer of some parameters.</summary>
    internal static TrainingOptimizer Create(IReadOnlyList<KeyValuePair<string, Parameter>> trained, Recipe recipe)
    {
        var (rate, decay) = (recipe.LearningRate, recipe.WeightDecay);
        return recipe.Optimizer switch
        {
            OptimizerKind.Adam => new AdamOptimizer(trained, rate, (recipe.Beta1, recipe.Beta2), decay ?? 0, decoupled: false),
            OptimizerKind.AdamW => new AdamOptimizer(trained, rate, (recipe.Beta1, recipe.Beta2), decay ?? AdamWDecay, decoupled: true),
            OptimizerKind.Sgd => new SgdOptimizer(trained, rate, recipe.Momentum, decay ?? 0),
            _ => throw new ArgumentOutOfRangeException(nameof(recipe), recipe.Optimizer, "unknown optimizer"),
        };
    }
}
