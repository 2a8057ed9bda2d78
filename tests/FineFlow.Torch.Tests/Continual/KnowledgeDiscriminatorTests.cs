using FineFlow.Torch.Continual.Replay;

namespace FineFlow.Torch.Tests.Continual;

public class KnowledgeDiscriminatorTests
{
    public static TheoryData<float[], float[], int, double, double> Cases => new()
    {
        { [0, 1], [0, 1], 1, 0, 1 },
        { [0, 1, 2], [1, 3], 1, 1.1191666, 0.0673009 },
        { [0, 0, 4, 1], [10, 2, 12, 3, 9, 9], 2, 4.740130, 1.33411e-6 },
        { [5, 5, 5], [5, 5], 1, 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Discrepancy_and_share_of_a_step_are_those_of_the_definition(
        float[] first, float[] second, int length, double discrepancy, double alpha)
    {
        Assert.Equal(discrepancy, KnowledgeDiscriminator.Discrepancy(first, second, length), tolerance: 1e-6);
        Assert.Equal(alpha, KnowledgeDiscriminator.Alpha(first, second, length), tolerance: 1e-5 * alpha);
    }
}
