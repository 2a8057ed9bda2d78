using FineFlow.Core.Sampling;
using FineFlow.Torch.Losses;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Tests.Losses;

public class LikelihoodsTests
{
    private const int Factor = 2;

    public static TheoryData<string> Names => ["dirichlet", "multinomial"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_finite_differences(string name)
    {
        using var scope = NewDisposeScope();
        var loss = LossCatalog.Create(name, []);
        var truth = Counts(2, 1, 4, 6);
        var (logits, sureness, counts) = (Values(1, 2, 1, 4, 6), Values(2, 2, 1, 2, 3), Values(3, 2, 1, 2, 3));
        var hidden = (Values(4, 2, 1, 2, 3) > 0).to(ScalarType.Float64);
        foreach (var input in new[] { logits, sureness, counts })
        {
            input.requires_grad_(true);
        }

        Loss().backward();

        var step = 1e-5;
        foreach (var input in name == "dirichlet" ? new[] { logits, sureness, counts } : [logits, counts])
        {
            for (var index = 0; index < input.numel(); index++)
            {
                var numeric = (At(input, index, step) - At(input, index, -step)) / (2 * step);
                Assert.Equal(numeric, input.grad!.flatten()[index].item<double>(), 1e-7);
            }
        }

        Tensor Loss() => Double(loss, Distribution(logits, sureness, counts, hidden), truth);

        double At(Tensor input, int index, double by)
        {
            using var constant = no_grad();
            var cell = input.flatten()[index];
            cell.add_(by);
            var value = Loss().item<double>();
            cell.add_(-by);
            return value;
        }
    }

    [Fact]
    public void A_block_has_the_likelihood_of_its_urn()
    {
        // Polya's urn, written out: units drawn one by one, each drawn colour coming back twice.
        using var scope = NewDisposeScope();
        double[] shares = [0.1, 0.2, 0.3, 0.4];
        int[] counts = [0, 3, 1, 2];
        const double alpha = 2.5;
        double expected = 0;
        for (int cell = 0, drawn = 0; cell < 4; cell++)
        {
            for (var unit = 0; unit < counts[cell]; unit++, drawn++)
            {
                expected -= Math.Log(((alpha * shares[cell]) + unit) / (alpha + drawn));
            }
        }

        var logShares = tensor(shares).log().reshape(1, 1, 2, 2).to(ScalarType.Float32);
        var one = new ShareTensors(logShares, full([1, 1, 1, 1], (float)alpha), ones(1, 1, 1, 1));
        var truth = tensor(counts.Select(count => (float)count).ToArray()).reshape(1, 1, 2, 2);

        var loss = new DirichletMultinomialLoss().Compute(Output(one), new(ones(1, 1, 1, 1)) { Truth = truth });

        Assert.Equal(expected / 4, loss.item<float>(), 1e-5);
    }

    [Fact]
    public void A_sure_distribution_has_the_multinomials_likelihood()
    {
        // The two differ by terms of the order x^2 / alpha.
        using var scope = NewDisposeScope();
        var sure = Distribution(Values(1, 2, 1, 4, 6), full([2, 1, 2, 3], 16.0), zeros(2, 1, 2, 3, ScalarType.Float64), null);
        var truth = Counts(2, 1, 4, 6);

        var dirichlet = Double(new DirichletMultinomialLoss(), sure, truth).item<double>();
        var multinomial = Double(new MultinomialLoss(), sure, truth).item<double>();

        Assert.Equal(multinomial, dirichlet, 1e-3);
    }

    [Fact]
    public void An_ensembles_loss_is_the_sum_over_its_members()
    {
        using var scope = NewDisposeScope();
        var (one, two) = (Distribution(1), Distribution(2));
        var batch = new FlowBatch(ones(2, 1, 2, 3)) { Truth = Counts(2, 1, 4, 6) };
        var loss = new DirichletMultinomialLoss();

        var sum = loss.Compute(Output(one), batch).item<float>() + loss.Compute(Output(two), batch).item<float>();

        Assert.Equal(sum, loss.Compute(Output(one, two), batch).item<float>(), 1e-5);
    }

    [Fact]
    public void A_block_without_flow_adds_nothing()
    {
        using var scope = NewDisposeScope();
        var batch = new FlowBatch(zeros(2, 1, 2, 3)) { Truth = zeros(2, 1, 4, 6) };

        Assert.Equal(0, new DirichletMultinomialLoss().Compute(Output(Distribution(1)), batch).item<float>());
    }

    private static ShareTensors Distribution(long seed)
    {
        var made = Distribution(Values(seed, 2, 1, 4, 6), Values(seed + 5, 2, 1, 2, 3), Values(seed + 9, 2, 1, 2, 3), null);
        return new(made.LogShares.to(ScalarType.Float32), made.Concentration.to(ScalarType.Float32), made.Expected.to(ScalarType.Float32));
    }

    private static ShareTensors Distribution(Tensor logits, Tensor sureness, Tensor counts, Tensor? hidden)
    {
        var blocks = logits.reshape(2, 1, 2, Factor, 3, Factor).permute(0, 1, 2, 4, 3, 5).reshape(2, 1, 2, 3, 4);
        var cells = nn.functional.log_softmax(blocks, 4).reshape(2, 1, 2, 3, Factor, Factor);
        var shares = cells.permute(0, 1, 2, 4, 3, 5).reshape(logits.shape);
        return new(shares, sureness.exp(), counts.exp()) { Hidden = hidden };
    }

    /// <summary>The loss in float64: it is a mean, which Compute rounds to float32.</summary>
    private static Tensor Double(FlowLoss loss, ShareTensors member, Tensor truth) =>
        ((LikelihoodLoss)loss).Sum(Output(member).Stages[^1], truth.to(ScalarType.Float64));

    private static FlowOutput Output(params ShareTensors[] members) =>
        new(members[0].LogShares, [new(members[0].LogShares, Factor, 1) { Distribution = members[0], Members = members }]);

    private static Tensor Counts(params long[] shape)
    {
        var random = new RandomStream(11);
        var counts = zeros(shape);
        for (var cell = 0; cell < counts.numel(); cell++)
        {
            counts.flatten()[cell].fill_(random.NextInt(6) * random.NextInt(3));
        }

        return counts;
    }

    private static Tensor Values(long seed, params long[] shape)
    {
        var random = new RandomStream(seed);
        var length = (int)shape.Aggregate((product, side) => product * side);
        return tensor(Enumerable.Range(0, length).Select(_ => random.NextGaussian()).ToArray()).reshape(shape).clone();
    }
}
