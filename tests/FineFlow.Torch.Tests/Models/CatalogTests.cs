using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Models;

/// <summary>What holds for every network of the catalog.</summary>
public class CatalogTests
{
    private const int Steps = 5;
    private const int FewHours = 4;
    private static readonly FlowSplit Train = SmallFlows.Split(SplitNames.Train, SmallFlows.TrainSamples);

    public static TheoryData<string> All => CatalogCases.All;

    public static TheoryData<string> Learning => CatalogCases.Learning;

    /// <summary>Each model with the loss of its authors.</summary>
    public static TheoryData<string, string> OwnLosses => new(
        CatalogCases.LearningWithLosses.Select(row => row.Data).Where(pair => ModelCatalog.Find(pair.Item1).Loss == pair.Item2));

    /// <summary>A model of maps and one of distributions, with every other loss that fits them.</summary>
    public static TheoryData<string, string> LossesOfTwo => new(
        CatalogCases.LearningWithLosses.Select(row => row.Data)
            .Where(pair => pair.Item1 is "plgf" or "dmn" && ModelCatalog.Find(pair.Item1).Loss != pair.Item2));

    [Theory]
    [MemberData(nameof(All))]
    public void Fresh_weights_are_set_whatever_lay_in_memory(string model)
    {
        SpoilMemory(model);

        using var network = CatalogCases.Create(model);

        Assert.All(network.state_dict(), weight => Assert.True(weight.Value.isfinite().all().item<bool>(), weight.Key));
        Assert.All(
            network.state_dict().Where(w => w.Value.is_floating_point()),
            weight => Assert.True(weight.Value.abs().max().item<float>() < 100, weight.Key));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Normalisations_start_as_the_identity(string model)
    {
        SpoilMemory(model);

        using var network = CatalogCases.Create(model);
        using var scope = NewDisposeScope();

        foreach (var (name, module) in network.named_modules())
        {
            switch (module)
            {
                case GroupNorm norm:
                    AssertIdentity(name, norm.weight!, norm.bias!, tolerance: 0);
                    break;
                case LayerNorm norm:
                    AssertIdentity(name, norm.weight!, norm.bias!, tolerance: 0);
                    break;
                case BatchNorm2d norm:
                    // UrbanFM's and UrbanPy's published initialisation is N(1, 0.02).
                    AssertIdentity(name, norm.weight!, norm.bias!, tolerance: 0.1f);
                    break;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Learning))]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others(string model)
    {
        using var network = CatalogCases.Create(model, seed: 3);
        using var same = CatalogCases.Create(model, seed: 3);
        using var other = CatalogCases.Create(model, seed: 4);

        Assert.All(network.parameters().Zip(same.parameters()), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        Assert.Contains(network.parameters().Zip(other.parameters()), pair => !pair.First.equal(pair.Second).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(OwnLosses))]
    [MemberData(nameof(LossesOfTwo))]
    public void A_few_steps_lower_the_loss(string model, string lossName)
    {
        using var network = CatalogCases.Create(model);
        using var scope = NewDisposeScope();
        using var optimizer = optim.Adam(network.parameters(), 1e-3);
        var loss = LossCatalog.Create(lossName, []);
        network.train();

        var before = LossOf(network, loss, FewHours);
        for (var step = 0; step < Steps; step++)
        {
            optimizer.zero_grad();
            LossOf(network, loss, FewHours).backward();
            optimizer.step();
        }

        var after = LossOf(network, loss, FewHours);
        Assert.InRange(after.item<float>(), 0, before.item<float>() * 0.9999f);
    }

    [Theory]
    [MemberData(nameof(Learning))]
    public void Gradients_reach_every_parameter_that_the_network_applies(string model)
    {
        // A ReLU of a single unit, as in the ODE networks' gates, may be shut by chance, but not from each of ten starts.
        var untouched = Untouched(model, seed: 1);
        for (var seed = 2; seed <= 10 && untouched.Count > 0; seed++)
        {
            untouched = [.. untouched.Intersect(Untouched(model, seed))];
        }

        Assert.Empty(untouched);
    }

    [Fact]
    public void The_facts_of_a_row_are_those_of_its_network() => Assert.All(ModelCatalog.All, entry =>
    {
        using var network = entry.Create(entry.Defaults);

        Assert.Equal(new(network.Guarantee, network.ParameterCount(), MultiplyAddCounter.PerSample(network)), entry.Facts);
    });

    [Theory]
    [MemberData(nameof(Learning))]
    public void Multiply_adds_are_counted_and_counting_leaves_no_trace(string model)
    {
        using var network = CatalogCases.Create(model);
        network.train();

        var count = MultiplyAddCounter.PerSample(network);

        Assert.True(count > network.ParameterCount() / 10, $"{count} multiply-adds");
        Assert.Equal(count, MultiplyAddCounter.PerSample(network));
        Assert.True(network.training);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Maps_add_up_as_far_as_the_model_promises(string model)
    {
        using var network = CatalogCases.Create(model);
        network.Fit(Train, Train);

        var conservation = Evaluation.Run(network, Train, "train").Conservation;

        Assert.True(network.Guarantee != ConservationGuarantee.Exactly || conservation.Conserves, $"{conservation}");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_mode_either_adds_up_or_is_refused_and_the_right_one_named(string model)
    {
        using var network = CatalogCases.Create(model);
        network.Fit(Train, Train);
        var (fits, misfits) = network.Guarantee == ConservationGuarantee.No
            ? (ConservationMode.Projected, ConservationMode.Exact)
            : (ConservationMode.Exact, ConservationMode.Projected);

        network.Use(fits);

        Assert.True(Evaluation.Run(network, Train, "train").Conservation.Conserves);
        Assert.Contains($"; {fits} makes", Refused.By(() => network.Use(misfits)), StringComparison.Ordinal);
        Assert.Equal(fits, network.Mode);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_catalog_says_which_models_give_densities(string model)
    {
        using var scope = NewDisposeScope();
        using var network = CatalogCases.Create(model);
        network.Fit(Train, Train);
        network.eval();

        var stages = network.call(FlowBatch.Gather(Train, [0, 1], CPU)).Stages;

        Assert.Equal(ModelCatalog.Find(model).Gives >= OutputKind.Densities, stages.All(stage => stage.Density is not null));
        Assert.Equal(ModelCatalog.Find(model).Gives == OutputKind.Distributions, stages[^1].Distribution is not null);
    }

    /// <summary>The loss on one batch of the first hours, with the same dropout each time.</summary>
    private static Tensor LossOf(FlowNetwork network, FlowLoss loss, int hours)
    {
        random.manual_seed(7);
        var batch = FlowBatch.Gather(Train, [.. Enumerable.Range(0, hours)], CPU);
        return loss.Compute(network.call(batch), batch);
    }

    /// <summary>Trainable parameters without a gradient after one step on all hours, but for those that are known to be unused.</summary>
    private static List<string> Untouched(string model, long seed)
    {
        using var network = CatalogCases.Create(model, seed);
        using var scope = NewDisposeScope();
        network.train();
        LossOf(network, LossCatalog.Create(ModelCatalog.Find(model).Loss, []), Train.Samples).backward();

        bool IsUsed(string name) => !network.UnusedParameters.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));
        var used = network.named_parameters().Where(p => p.parameter.requires_grad && IsUsed(p.name)).ToList();
        Assert.All(used, p => Assert.True(p.parameter.grad is null || p.parameter.grad.isfinite().all().item<bool>(), p.name));
        return [.. used.Where(p => p.parameter.grad is null || p.parameter.grad.count_nonzero().item<long>() == 0).Select(p => p.name)];
    }

    /// <summary>Leaves NaN in the memory that the next network of the same sizes is likely to get.</summary>
    private static void SpoilMemory(string model)
    {
        using var network = CatalogCases.Create(model);
        using var noGradients = no_grad();
        foreach (var weight in network.state_dict().Values.Where(w => w.is_floating_point()))
        {
            weight.fill_(float.NaN);
        }
    }

    private static void AssertIdentity(string name, Tensor weight, Tensor bias, float tolerance)
    {
        Assert.True((weight - 1).abs().max().item<float>() <= tolerance, $"the weight of {name} is not 1");
        Assert.True(bias.abs().max().item<float>() == 0, $"the bias of {name} is not 0");
    }
}
